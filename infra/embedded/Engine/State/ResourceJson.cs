using System.Collections.Immutable;
using System.Text.Json;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>One resource as JSON, its fields in the order in which the real engine writes them.</summary>
internal sealed class ResourceJson(ValueJsonWriter writer, ValueJsonReader reader)
{
    public void Write(Utf8JsonWriter json, ResourceState r)
    {
        json.WriteStartObject();
        json.WriteString("urn", r.Urn);
        json.WriteBoolean("custom", r.Custom);
        Flag(json, "delete", r.Delete);
        Text(json, "id", r.Id);
        json.WriteString("type", r.Type);
        Bag(json, "inputs", r.Inputs, r.Urn);
        Bag(json, "outputs", r.Outputs, r.Urn);
        Text(json, "parent", r.Parent);
        Flag(json, "protect", r.Protect);
        Flag(json, "external", r.External);
        Texts(json, "dependencies", r.Dependencies);
        Texts(json, "initErrors", r.InitErrors);
        Text(json, "provider", r.Provider);
        WritePropertyDependencies(json, r.PropertyDependencies);
        Flag(json, "pendingReplacement", r.PendingReplacement);
        Texts(json, "additionalSecretOutputs", r.AdditionalSecretOutputs);
        Texts(json, "aliases", r.Aliases);
        WriteTimeouts(json, r.CustomTimeouts);
        Text(json, "importID", r.ImportId);
        Flag(json, "retainOnDelete", r.RetainOnDelete);
        Text(json, "deletedWith", r.DeletedWith);
        Text(json, "created", r.Created);
        Text(json, "modified", r.Modified);
        Text(json, "sourcePosition", r.SourcePosition);
        Texts(json, "ignoreChanges", r.IgnoreChanges);
        Texts(json, "replaceOnChanges", r.ReplaceOnChanges);
        foreach (var (name, value) in r.Unknown)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }

        json.WriteEndObject();
    }

    public ResourceState Read(JsonElement json)
    {
        var f = new JsonFields(json);
        var urn = f.Text("urn");
        return new ResourceState
        {
            Urn = urn,
            Custom = f.Flag("custom"),
            Delete = f.Flag("delete"),
            Id = f.Text("id"),
            Type = f.Text("type"),
            Inputs = f.Take("inputs") is { } inputs ? reader.ReadMap(inputs, $"{urn}/inputs") : Empty,
            Outputs = f.Take("outputs") is { } outputs ? reader.ReadMap(outputs, $"{urn}/outputs") : Empty,
            Parent = f.Text("parent"),
            Protect = f.Flag("protect"),
            External = f.Flag("external"),
            Dependencies = f.Texts("dependencies"),
            InitErrors = f.Texts("initErrors"),
            Provider = f.Text("provider"),
            PropertyDependencies = ReadPropertyDependencies(f),
            PendingReplacement = f.Flag("pendingReplacement"),
            AdditionalSecretOutputs = f.Texts("additionalSecretOutputs"),
            Aliases = f.Texts("aliases"),
            CustomTimeouts = ReadTimeouts(f),
            ImportId = f.Text("importID"),
            RetainOnDelete = f.Flag("retainOnDelete"),
            DeletedWith = f.Text("deletedWith"),
            Created = f.Text("created"),
            Modified = f.Text("modified"),
            SourcePosition = f.Text("sourcePosition"),
            IgnoreChanges = f.Texts("ignoreChanges"),
            ReplaceOnChanges = f.Texts("replaceOnChanges"),
            Unknown = f.Rest(),
        };
    }

    private static ImmutableDictionary<string, Pulumi.Experimental.PropertyValue> Empty =>
        ImmutableDictionary<string, Pulumi.Experimental.PropertyValue>.Empty;

    private void Bag(
        Utf8JsonWriter json, string name,
        ImmutableDictionary<string, Pulumi.Experimental.PropertyValue> bag, string place)
    {
        if (bag.IsEmpty) return;
        json.WritePropertyName(name);
        writer.WriteMap(json, bag, $"{place}/{name}");
    }

    private static void WritePropertyDependencies(
        Utf8JsonWriter json, ImmutableDictionary<string, ImmutableArray<string>> dependencies)
    {
        if (dependencies.IsEmpty) return;
        json.WriteStartObject("propertyDependencies");
        foreach (var (name, urns) in dependencies.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray(name);
            foreach (var urn in urns) json.WriteStringValue(urn);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static ImmutableDictionary<string, ImmutableArray<string>> ReadPropertyDependencies(JsonFields f) =>
        f.Take("propertyDependencies") is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject().ToImmutableDictionary(p => p.Name, p => JsonFields.TextsOf(p.Value))
            : ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>In seconds on disk.</summary>
    private static void WriteTimeouts(Utf8JsonWriter json, CustomTimeouts? timeouts)
    {
        if (timeouts is null) return;
        json.WriteStartObject("customTimeouts");
        if (timeouts.Create is { } create) Seconds("create", create);
        if (timeouts.Update is { } update) Seconds("update", update);
        if (timeouts.Delete is { } delete) Seconds("delete", delete);
        json.WriteEndObject();

        void Seconds(string name, TimeSpan time)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(CheckpointJson.Number(time.TotalSeconds));
        }
    }

    private static CustomTimeouts? ReadTimeouts(JsonFields f)
    {
        if (f.Take("customTimeouts") is not { ValueKind: JsonValueKind.Object } map) return null;
        return new CustomTimeouts(Seconds("create"), Seconds("update"), Seconds("delete"));

        TimeSpan? Seconds(string name) =>
            map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                ? TimeSpan.FromSeconds(value.GetDouble())
                : null;
    }

    private static void Flag(Utf8JsonWriter json, string name, bool value)
    {
        if (value) json.WriteBoolean(name, true);
    }

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteString(name, value);
    }

    private static void Texts(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        if (values.IsDefaultOrEmpty) return;
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}

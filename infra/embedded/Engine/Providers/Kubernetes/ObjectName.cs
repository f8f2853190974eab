using System.Collections.Immutable;
using System.Security.Cryptography;
using Pulumi.Experimental;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>metadata.name: the program's, else the one found for it earlier, else "{resource name}-{8 hex
/// digits}".</summary>
internal static class ObjectName
{
    public const string AutoNamed = "pulumi.com/autonamed";
    private const int RandomHexDigits = 8;

    public static Bag Assign(Bag inputs, Bag oldInputs, string resourceName, ReadOnlySpan<byte> seed)
    {
        if (inputs.GetValueOrDefault("metadata") is { IsComputed: true })
            return inputs;
        var metadata = Metadata(inputs);
        if (IsGiven(metadata, "name") || IsGiven(metadata, "generateName"))
            return inputs;

        var oldMetadata = Metadata(oldInputs);
        var name = IsAutoNamed(oldInputs) ? oldMetadata.Text("name")! : $"{resourceName}-{Suffix(seed)}";
        var annotations = Map(metadata, "annotations").SetItem(AutoNamed, new("true"));
        metadata = metadata.SetItem("name", new(name)).SetItem("annotations", new(annotations));
        return inputs.SetItem("metadata", Keep(inputs.GetValueOrDefault("metadata"), metadata));
    }

    public static Bag InNamespace(Bag inputs, string @namespace)
    {
        if (inputs.GetValueOrDefault("metadata") is { IsComputed: true })
            return inputs;
        var metadata = Metadata(inputs);
        return IsGiven(metadata, "namespace") ? inputs : inputs.SetItem(
            "metadata", Keep(inputs.GetValueOrDefault("metadata"), metadata.SetItem("namespace", new(@namespace))));
    }

    public static Bag WithoutNamespace(Bag inputs)
    {
        var metadata = Metadata(inputs);
        return metadata.ContainsKey("namespace")
            ? inputs.SetItem("metadata", Keep(inputs["metadata"], metadata.Remove("namespace")))
            : inputs;
    }

    /// <summary>Whether the name or the namespace comes only with the run.</summary>
    public static bool IsPlaceUnknown(Bag inputs) =>
        inputs.GetValueOrDefault("metadata") is { IsComputed: true }
        || Metadata(inputs).GetValueOrDefault("name") is { IsComputed: true }
        || Metadata(inputs).GetValueOrDefault("namespace") is { IsComputed: true };

    public static bool IsAutoNamed(Bag inputs) => Map(Metadata(inputs), "annotations").Text(AutoNamed) == "true"
        && Metadata(inputs).Text("name") is not null;

    public static Bag Metadata(Bag inputs) => Map(inputs, "metadata");

    public static string? Annotation(Bag inputs, string name) => Map(Metadata(inputs), "annotations").Text(name);

    public static Bag Map(Bag bag, string name) =>
        bag.TryGetValue(name, out var value) && value.TryGetMap(out var map) ? map : Bag.Empty;

    private static bool IsGiven(Bag metadata, string field) =>
        metadata.TryGetValue(field, out var value)
        && (value.IsComputed || (value.TryGetString(out var text) && text.Length > 0));

    /// <summary>The same seed gives the same name: an update names things as its preview did.</summary>
    private static string Suffix(ReadOnlySpan<byte> seed)
    {
        var bytes = seed.IsEmpty ? RandomNumberGenerator.GetBytes(RandomHexDigits / 2) : SHA256.HashData(seed);
        return Convert.ToHexStringLower(bytes)[..RandomHexDigits];
    }

    private static PropertyValue Keep(PropertyValue? before, Bag fields) =>
        before is null ? new(fields)
            : new PropertyValue(fields).WithSecret(before.IsSecret).WithDependencies(before.Dependencies);
}

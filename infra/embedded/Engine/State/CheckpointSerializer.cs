using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// Checkpoint version 3 to and from <see cref="Snapshot"/>. One instance serves one run: it remembers the text of each
/// resource that it wrote, so that saving after each step costs what changed and not the whole state.
/// </summary>
internal sealed class CheckpointSerializer
{
    public const int Version = 3;

    private readonly ISecretsManager? _secrets;
    private readonly ResourceJson _resources;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private Dictionary<ResourceState, byte[]> _written = new(ReferenceEqualityComparer.Instance);
    private Dictionary<ResourceState, byte[]> _writing = new(ReferenceEqualityComparer.Instance);

    public CheckpointSerializer(ISecretsManager? secrets)
    {
        _secrets = secrets;
        _resources = new(new(WriteCiphertext), new(Decrypt));
    }

    private CheckpointSerializer(Func<string, string, string> decrypt) =>
        _resources = new(new(WritePlaintext), new(decrypt));

    /// <summary>Reads all but the secrets, which become null: enough to tell whether a file is sound.</summary>
    public static Snapshot ReadWithoutSecrets(CheckpointDocument document) =>
        new CheckpointSerializer((_, _) => "null").Read(document);

    /// <summary>The state file's bytes. One call at a time.</summary>
    public byte[] Write(Snapshot snapshot, StackName stack)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, CheckpointJson.Compact))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartObject("checkpoint");
            json.WriteString("stack", stack.Qualified);
            json.WritePropertyName("latest");
            WriteDeployment(json, snapshot, WriteCached);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        // Only what stands in the state now can be needed again.
        (_written, _writing) = (_writing, _written);
        _writing.Clear();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>What <c>stack export</c> prints.</summary>
    public string Export(Snapshot snapshot, bool showSecrets)
    {
        var resources = showSecrets ? new ResourceJson(new(WritePlaintext), new(Decrypt)) : _resources;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, CheckpointJson.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WritePropertyName("deployment");
            WriteDeployment(json, snapshot, resources.Write);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads a document that was parsed before: opening its secrets manager needs its salt first.</summary>
    /// <exception cref="JsonException">The document isn't a checkpoint.</exception>
    public Snapshot Read(CheckpointDocument document)
    {
        var f = new JsonFields(document.Deployment);
        var manifest = f.Take("manifest") is { } m ? ReadManifest(m) : new Manifest("", "", "");
        f.Take("secrets_providers");
        var resources = f.Take("resources")?.EnumerateArray().Select(_resources.Read).ToImmutableList() ?? [];
        var pending = f.Take("pending_operations")?.EnumerateArray().Select(ReadPending).ToImmutableList() ?? [];
        var metadata = f.Take("metadata")?.GetRawText() ?? "{}";
        return new Snapshot(manifest, _secrets, resources, pending) { Metadata = metadata, Unknown = f.Rest() };
    }

    private void WriteDeployment(
        Utf8JsonWriter json, Snapshot snapshot, Action<Utf8JsonWriter, ResourceState> writeResource)
    {
        json.WriteStartObject();
        json.WriteStartObject("manifest");
        json.WriteString("time", snapshot.Manifest.Time);
        json.WriteString("magic", snapshot.Manifest.Magic);
        json.WriteString("version", snapshot.Manifest.Version);
        json.WriteEndObject();
        if (_secrets is not null)
        {
            json.WriteStartObject("secrets_providers");
            json.WriteString("type", _secrets.Type);
            json.WritePropertyName("state");
            json.WriteRawValue(_secrets.State);
            json.WriteEndObject();
        }

        WriteList(json, "resources", snapshot.Resources, writeResource);
        WriteList(json, "pending_operations", snapshot.PendingOperations, (_, operation) =>
        {
            json.WriteStartObject();
            json.WritePropertyName("resource");
            writeResource(json, operation.Resource);
            json.WriteString("type", operation.Type.ToString().ToLowerInvariant());
            json.WriteEndObject();
        });
        json.WritePropertyName("metadata");
        json.WriteRawValue(snapshot.Metadata);
        foreach (var (name, value) in snapshot.Unknown)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value);
        }

        json.WriteEndObject();
    }

    private static void WriteList<T>(
        Utf8JsonWriter json, string name, ImmutableList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (items.IsEmpty) return;
        json.WriteStartArray(name);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }

    private void WriteCached(Utf8JsonWriter json, ResourceState resource)
    {
        if (!_written.TryGetValue(resource, out var text))
        {
            using var stream = new MemoryStream();
            using (var one = new Utf8JsonWriter(stream, CheckpointJson.Compact)) _resources.Write(one, resource);
            text = stream.ToArray();
        }

        _writing[resource] = text;
        json.WriteRawValue(text, skipInputValidation: true);
    }

    private static Manifest ReadManifest(JsonElement json)
    {
        var f = new JsonFields(json);
        return new Manifest(f.Text("time"), f.Text("magic"), f.Text("version"));
    }

    private PendingOperation ReadPending(JsonElement json)
    {
        var f = new JsonFields(json);
        var resource = f.Take("resource") ?? throw new JsonException("a pending operation without its resource");
        return Enum.TryParse<OperationType>(f.Text("type"), ignoreCase: true, out var type)
            ? new PendingOperation(_resources.Read(resource), type)
            : throw new JsonException("a pending operation of an unknown type");
    }

    private void WriteCiphertext(Utf8JsonWriter json, string plaintext, string place)
    {
        var secrets = _secrets
            ?? throw new InvalidOperationException("bug in RedisInfra: a secret, and no secrets manager");
        json.WriteString("ciphertext", secrets.Encrypt(plaintext, place));
    }

    private static void WritePlaintext(Utf8JsonWriter json, string plaintext, string place) =>
        json.WriteString("plaintext", plaintext);

    private string Decrypt(string ciphertext, string place) =>
        _secrets?.Decrypt(ciphertext, place)
        ?? throw new JsonException($"{place} is a secret, but the state names no secrets provider");
}

using System.Text.Json;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>A state file or an export, parsed as far as is possible without its passphrase.</summary>
internal sealed record CheckpointDocument(JsonElement Deployment, string? SecretsType, string? Salt)
{
    /// <exception cref="JsonException">It isn't JSON, or not a checkpoint or export of version 3.</exception>
    public static CheckpointDocument Parse(ReadOnlyMemory<byte> content)
    {
        using var document = JsonDocument.Parse(content);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out var version))
            throw new JsonException("it holds no \"version\"");
        if (version.ValueKind != JsonValueKind.Number || version.GetInt32() != CheckpointSerializer.Version)
            throw new JsonException(
                $"it is of version {version}; this engine reads version {CheckpointSerializer.Version}");

        JsonElement? deployment = root.TryGetProperty("deployment", out var exported) ? exported
            : !root.TryGetProperty("checkpoint", out var checkpoint) ? null
            : checkpoint.TryGetProperty("latest", out var latest) ? latest : default(JsonElement);
        if (deployment is not { } found) throw new JsonException("it holds no \"checkpoint\" and no \"deployment\"");
        if (found.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            found = JsonDocument.Parse("{}").RootElement;

        string? type = null, salt = null;
        if (found.TryGetProperty("secrets_providers", out var secrets) && secrets.ValueKind == JsonValueKind.Object)
        {
            type = secrets.TryGetProperty("type", out var t) ? t.GetString() : null;
            if (secrets.TryGetProperty("state", out var state) && state.ValueKind == JsonValueKind.Object)
                salt = state.TryGetProperty("salt", out var s) ? s.GetString() : null;
        }

        return new(found.Clone(), type, salt);
    }
}

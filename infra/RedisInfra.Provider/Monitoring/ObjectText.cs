using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisInfra.Provider.Monitoring;

/// <summary>An object as it is declared.</summary>
/// <param name="ApiVersion">Its group and version.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Text">All of it, as JSON.</param>
internal sealed record ObjectText(string ApiVersion, string Kind, string Namespace, string Name, string Text)
{
    /// <summary>Its kind as the property <c>served</c> has it.</summary>
    public string ServedAs => $"{ApiVersion}/{Kind}";

    /// <summary>It in messages.</summary>
    public string Words => $"{Kind} {Namespace}/{Name}";

    /// <summary>Whether the other one is the same object, however it looks.</summary>
    public bool IsSame(ObjectText other) =>
        (ServedAs, Namespace, Name) == (other.ServedAs, other.Namespace, other.Name);

    /// <summary>Null when it isn't an object of Kubernetes in a namespace.</summary>
    public static ObjectText? Read(string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject value) return null;
            if (value["metadata"] is not JsonObject metadata) return null;
            var (version, kind) = ((string?)value["apiVersion"], (string?)value["kind"]);
            var (place, name) = ((string?)metadata["namespace"], (string?)metadata["name"]);
            return string.IsNullOrEmpty(version) || string.IsNullOrEmpty(kind) || string.IsNullOrEmpty(place)
                || string.IsNullOrEmpty(name) ? null : new ObjectText(version, kind, place, name, text);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>It as it is applied: with the mark of whose it is.</summary>
    public JsonObject Marked(string owner)
    {
        var value = JsonNode.Parse(Text)!.AsObject();
        var metadata = value["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = new JsonObject();
        annotations[OwnerMark] = owner;
        return value;
    }

    /// <summary>The annotation that tells which resource made an object.</summary>
    public const string OwnerMark = "redisinfra.io/owner";

    /// <summary>Who made an object of the cluster; null when nobody says so.</summary>
    public static string? OwnerOf(JsonObject found) => (string?)found["metadata"]?["annotations"]?[OwnerMark];
}

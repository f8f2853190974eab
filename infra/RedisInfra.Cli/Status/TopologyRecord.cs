using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Status;

/// <summary>What a stack's state says about one cluster: its members and how they are reached.</summary>
internal sealed record TopologyRecord
{
    public const string ResourceType = "redisinfra:index:ClusterTopology";

    public required string Name { get; init; }

    public required ImmutableArray<Member> Members { get; init; }

    /// <summary>In clear: it goes to Redis and nowhere else.</summary>
    public string? Password { get; init; }

    public string? Username { get; init; }

    public bool UsesTls { get; init; }

    public string? CaCertificate { get; init; }

    public bool SkipsNameCheck { get; init; }

    /// <summary>Where the members' pods are; null: they are reached at their host and port.</summary>
    public PodPlace? Pods { get; init; }

    public override string ToString() => $"{Name}: {Members.Length} members";

    /// <summary>Reads the inputs of a ClusterTopology, secrets in clear.</summary>
    public static TopologyRecord Parse(JsonObject inputs)
    {
        var tls = inputs["tls"] as JsonObject;
        return new TopologyRecord
        {
            Name = Text(inputs, "clusterName") ?? "",
            Members = [.. (inputs["members"] as JsonArray ?? []).OfType<JsonObject>().Select(ParseMember)],
            Password = Text(inputs, "password"),
            Username = Text(inputs, "username"),
            UsesTls = Flag(tls, "enabled"),
            CaCertificate = Text(tls, "caCertificate"),
            SkipsNameCheck = Flag(tls, "skipNameCheck"),
            Pods = inputs["kubernetes"] is JsonObject k && Text(k, "namespace") is { } place
                ? new PodPlace(place, Text(k, "context"), Text(k, "kubeconfig"))
                : null,
        };
    }

    private static Member ParseMember(JsonObject member) => new(
        Text(member, "name") ?? "", Number(member, "shard"), Number(member, "index"), Text(member, "host") ?? "",
        Number(member, "port"));

    private static string? Text(JsonObject? of, string name) => of?[name] is JsonValue v ? v.ToString() : null;

    // All numbers of a state are doubles.
    private static int Number(JsonObject of, string name) => of[name] is JsonValue v ? (int)v.GetValue<double>() : 0;

    private static bool Flag(JsonObject? of, string name) => of?[name] is JsonValue v && v.GetValue<bool>();
}

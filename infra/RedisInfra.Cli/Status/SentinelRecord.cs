using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Sentinel.Declared;

namespace RedisInfra.Cli.Status;

/// <summary>What a stack's state says about one set with Sentinels: who there is and how they are reached.</summary>
internal sealed record SentinelRecord
{
    public const string ResourceType = "redisinfra:index:SentinelTopology";

    public required DeclaredSet Set { get; init; }

    public required ClusterAccess Servers { get; init; }

    public required ClusterAccess Sentinels { get; init; }

    /// <summary>Where the pods are; null: all are reached at their host and port.</summary>
    public PodPlace? Pods { get; init; }

    public override string ToString() => Set.Where;

    /// <summary>Reads the inputs of a SentinelTopology, secrets in clear.</summary>
    public static SentinelRecord Parse(JsonObject inputs)
    {
        var tls = inputs["tls"] is JsonObject one && Flag(one, "enabled")
            ? new TlsSettings { CaCertificate = Text(one, "caCertificate"), SkipNameCheck = Flag(one, "skipNameCheck") }
            : null;
        return new SentinelRecord
        {
            Set = new DeclaredSet(Text(inputs, "masterName") ?? "", Members(inputs, "members"),
                Members(inputs, "sentinels"), Number(inputs, "quorum")),
            Servers = new ClusterAccess
            {
                User = Text(inputs, "username"), Password = Text(inputs, "password"), Tls = tls,
            },
            Sentinels = new ClusterAccess
            {
                User = Text(inputs, "sentinelUsername"), Password = Text(inputs, "sentinelPassword"), Tls = tls,
            },
            Pods = inputs["kubernetes"] is JsonObject k && Text(k, "namespace") is { } place
                ? new PodPlace(place, Text(k, "context"), Text(k, "kubeconfig"))
                : null,
        };
    }

    private static ImmutableArray<SetMember> Members(JsonObject inputs, string name) =>
    [
        .. (inputs[name] as JsonArray ?? []).OfType<JsonObject>().Select(one => new SetMember(
            Text(one, "name") ?? "", new NodeAddress(Text(one, "host") ?? "", Number(one, "port")).ToString())),
    ];

    private static string? Text(JsonObject of, string name) => of[name] is JsonValue value ? value.ToString() : null;

    // All numbers of a state are doubles.
    private static int Number(JsonObject of, string name) =>
        of[name] is JsonValue value ? (int)value.GetValue<double>() : 0;

    private static bool Flag(JsonObject of, string name) => of[name] is JsonValue value && value.GetValue<bool>();
}

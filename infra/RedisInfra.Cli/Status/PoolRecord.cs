using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Status;

/// <summary>What a stack's state says about a pool of twemproxy.</summary>
/// <param name="Name">The component's name and the pool's: "cache/main".</param>
/// <param name="Pods">Where shards and proxies are.</param>
/// <param name="Proxies">The label selector of the proxies' pods.</param>
/// <param name="Ring">The ring that is declared.</param>
internal sealed record PoolRecord(string Name, PodPlace Pods, string Proxies, RingPool Ring)
{
    public const string ResourceType = "redisinfra:index:RingTopology";

    /// <summary>In clear: it goes to Redis and nowhere else.</summary>
    public string? Password { get; init; }

    /// <summary>The servers of shards that have several, by the shard's name.</summary>
    public ImmutableDictionary<string, ImmutableArray<Member>> Members { get; init; } =
        ImmutableDictionary<string, ImmutableArray<Member>>.Empty;

    public override string ToString() => Name;

    /// <summary>Reads the inputs of a RingTopology; null when they aren't whole.</summary>
    public static PoolRecord? Parse(JsonObject inputs)
    {
        if (Text(inputs["pool"]) is not { } name || Text(inputs["proxies"]) is not { } proxies
            || inputs["kubernetes"] is not JsonObject access || Text(access["namespace"]) is not { } place)
            return null;
        var servers = (inputs["servers"] as JsonArray ?? [])
            .Select(server => RingServerText.Read(Text(server) ?? "", out _)).OfType<RingServer>();
        var ring = new RingPool(name[(name.LastIndexOf('/') + 1)..], [.. servers])
        {
            Hash = RingWords.Hashes.First(word => word.Name == Text(inputs["hash"])).Hash,
            Distribution = RingWords.Distributions.First(word => word.Name == Text(inputs["distribution"]))
                .Distribution,
            HashTag = Text(inputs["hashTag"]) ?? "",
            IsRedis = true,
        };
        return new PoolRecord(
            name, new PodPlace(place, Text(access["context"]), Text(access["kubeconfig"])), proxies, ring)
        {
            Password = Text(inputs["password"]),
            Members = (inputs["members"] as JsonObject ?? []).ToImmutableDictionary(
                shard => shard.Key, shard => ShardMasters.ReadServers(Text(shard.Value) ?? "") ?? []),
        };
    }

    private static string? Text(JsonNode? node) => (node as JsonValue)?.ToString();
}

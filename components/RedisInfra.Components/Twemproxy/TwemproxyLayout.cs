using System.Collections.Immutable;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Twemproxy;

/// <summary>One Redis process. Its stable name is what the ring is made of, so its address may change.</summary>
internal sealed record RingShard(string Pod, int Index, int Weight);

/// <summary>One ring and the names of its objects.</summary>
internal sealed record RingLayout(RingSpec Spec, string WorkloadName, ImmutableArray<RingShard> Shards)
{
    /// <summary>Whether a shard is a master with replicas: a <see cref="Sentinel.RedisSentinel"/> of the shard's name.
    /// </summary>
    public bool HasReplicas => Spec.Replicas > 0;

    /// <summary>The claim that all shards share; null when each has its own, or none.</summary>
    public string? SharedClaim => Spec.Storage is RedisStorage.Nfs { Exports: NfsExports.Shared } && !HasReplicas
        ? $"{WorkloadName}-data"
        : null;
}

/// <summary>Which objects there are and how they are called: a pure function of the spec.</summary>
internal sealed record TwemproxyLayout(
    string ServiceName,
    string ShardsName,
    string ProxyName,
    string StatsName,
    string AuthSecretName,
    ImmutableArray<RingLayout> Rings)
{
    /// <summary>A pool of this name would make objects called like the proxies'.</summary>
    public const string ReservedPoolName = "proxy";

    /// <summary>Pools have no hyphen, so two components' StatefulSets never get the same name.</summary>
    public static string WorkloadName(string name, string pool) => $"{name}-{pool}";

    public static TwemproxyLayout Of(TwemproxySpec spec) => new(
        spec.Name, $"{spec.Name}-shards", $"{spec.Name}-{ReservedPoolName}", $"{spec.Name}-proxies",
        $"{spec.Name}-auth",
        [.. spec.Rings.Select(ring =>
        {
            var workload = WorkloadName(spec.Name, ring.Name);
            return new RingLayout(
                ring, workload,
                [.. ring.Weights.Select((weight, index) => new RingShard($"{workload}-{index}", index, weight))]);
        })]);
}

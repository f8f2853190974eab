using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The validated, immutable shape of a ring of shards.</summary>
internal sealed record RingSpec(
    string Name,
    int Port,
    TwemproxyHash Hash,
    TwemproxyDistribution Distribution,
    string? HashTag,
    ImmutableArray<int> Weights,
    int Replicas,
    TwemproxyRingChange OnChange,
    TimeSpan? Timeout,
    TwemproxyEjection? Ejection,
    bool Preconnect,
    RedisStorage Storage,
    RedisPersistence Persistence)
{
    public int Shards => Weights.Length;

    /// <summary>True when a shard that starts again has the keys that it had.</summary>
    public bool KeepsData => Storage is not RedisStorage.Ephemeral && !Persistence.IsNone;

    public static RingSpec From(TwemproxyRingArgs args) => new(
        args.Name, args.Port, args.Hash, args.Distribution, args.HashTag,
        [.. Enumerable.Range(0, args.Shards).Select(shard => args.Weights.GetValueOrDefault(shard, 1))],
        args.Replicas,
        args.OnRingChange, args.Timeout, args.Ejection, args.Preconnect, args.Storage, args.Persistence);
}

/// <summary>The validated, immutable shape of proxies and their rings.</summary>
internal sealed record TwemproxySpec(
    string Name, ImmutableArray<RingSpec> Rings, int Proxies, int StatsPort, int MbufBytes, RedisSpread Spread)
{
    public static TwemproxySpec From(string name, TwemproxyPoolArgs args) => new(
        name, [.. args.Pools.Select(RingSpec.From)], args.Proxy.Replicas, args.Proxy.StatsPort, args.Proxy.MbufBytes,
        args.Spread);
}

using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Sentinel;

/// <summary>The validated, immutable shape.</summary>
internal sealed record RedisSentinelSpec(
    string Name, int Members, int Sentinels, int Quorum, TimeSpan DownAfter, TimeSpan FailoverTimeout,
    int MinReplicasToWrite, RedisStorage Storage, RedisPersistence Persistence, RedisSpread Spread, int Proxies)
{
    public bool HasProxies => Proxies > 0;

    public bool HasUsers { get; init; }

    public bool HasSentinelUsers { get; init; }

    public static RedisSentinelSpec From(string name, RedisSentinelArgs args) => new(
        name, args.Members, args.Sentinels, args.Quorum ?? Majority(args.Sentinels), args.DownAfter,
        args.FailoverTimeout, args.MinReplicasToWrite ?? UsualMinReplicas(args.Members), args.Storage,
        args.Persistence, args.Spread, args.Proxy?.Replicas ?? 0)
    {
        HasUsers = args.Users.Count > 0, HasSentinelUsers = args.SentinelUsers.Count > 0,
    };

    public static int Majority(int sentinels) => (sentinels / 2) + 1;

    /// <summary>With a single replica each restart of it would stop writes.</summary>
    public static int UsualMinReplicas(int members) => members > 2 ? 1 : 0;
}

/// <summary>Which objects there are and how they are called: a pure function of the spec.</summary>
internal sealed record RedisSentinelLayout(
    string WorkloadName, string NodesName, string SentinelName, string SentinelNodesName, string ProxyName,
    string WriteName, string ReadName, string AuthSecretName, string SentinelAuthSecretName, string SetName,
    string VolumePrefix, ImmutableArray<string> MemberPods, ImmutableArray<string> SentinelPods)
{
    /// <summary>What Sentinels, and clients that know Sentinel, call the master.</summary>
    public string MasterName => WorkloadName;

    public static RedisSentinelLayout Of(RedisSentinelSpec spec) => new(
        spec.Name, $"{spec.Name}-nodes", SentinelWorkload(spec.Name), $"{spec.Name}-sentinels", $"{spec.Name}-proxy",
        spec.Name, $"{spec.Name}-read", $"{spec.Name}-auth", $"{spec.Name}-sentinel-auth", $"{spec.Name}-set",
        "data", Pods(spec.Name, spec.Members), Pods(SentinelWorkload(spec.Name), spec.Sentinels));

    public static string SentinelWorkload(string name) => $"{name}-sentinel";

    private static ImmutableArray<string> Pods(string workload, int count) =>
        [.. Enumerable.Range(0, count).Select(index => $"{workload}-{index}")];
}

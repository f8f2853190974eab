using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Stacks.Settings;

/// <summary>One entry of <c>redis-infra:redis</c>. Null: not said, the component's default.</summary>
internal sealed record RedisSettings
{
    public required string Name { get; init; }
    public int? Shards { get; init; }
    public int? ReplicasPerShard { get; init; }
    public string? Image { get; init; }
    public string? Version { get; init; }
    public string? Namespace { get; init; }
    public StorageSettings? Storage { get; init; }
    public AofSync? AppendOnly { get; init; }
    public bool? Snapshots { get; init; }
    public Quantity? Memory { get; init; }
    public Quantity? Cpu { get; init; }
    public Quantity? CpuLimit { get; init; }
    public int? MaxMemoryPercent { get; init; }
    public string? MaxMemoryPolicy { get; init; }
    public string? Password { get; init; }
    public RedisWorkload? Workload { get; init; }
    public RedisSpread? Spread { get; init; }
    public string? TopologyKey { get; init; }
    public RedisEndpointType? EndpointType { get; init; }
    public RedisServiceType? ServiceType { get; init; }
    public ImmutableDictionary<string, string> ServiceAnnotations { get; init; } =
        ImmutableDictionary<string, string>.Empty;
    public int? NodePort { get; init; }
    public ImmutableDictionary<string, string> Config { get; init; } = ImmutableDictionary<string, string>.Empty;
    public TimeSpan? NodeTimeout { get; init; }
    public PodSettings Pod { get; init; } = new();
    public string? ClusterDomain { get; init; }

    /// <summary>Says what there is without the password: records print all they hold.</summary>
    public override string ToString() => $"redis \"{Name}\"";
}

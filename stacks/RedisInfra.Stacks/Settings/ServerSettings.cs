using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Stacks.Settings;

/// <summary>What is said of the Redis servers of a deployment, or of one pool. Null: the component's default.</summary>
internal sealed record ServerSettings
{
    public StorageSettings? Storage { get; init; }
    public AofSync? AppendOnly { get; init; }
    public bool? Snapshots { get; init; }

    /// <summary>Empty: the usual ones.</summary>
    public ImmutableArray<RedisSnapshotRule> SnapshotRules { get; init; } = [];
    public ResourceSettings Resources { get; init; } = new();
    public int? MaxMemoryPercent { get; init; }
    public string? MaxMemoryPolicy { get; init; }
    public ImmutableDictionary<string, string> Config { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>The key <c>resources</c>.</summary>
internal sealed record ResourceSettings
{
    public Quantity? Memory { get; init; }
    public Quantity? Cpu { get; init; }
    public Quantity? CpuLimit { get; init; }
}

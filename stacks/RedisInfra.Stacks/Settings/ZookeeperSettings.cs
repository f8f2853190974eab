using System.Collections.Immutable;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Stacks.Settings;

/// <summary>An entry of <c>redis-infra:redis</c> that is a ZooKeeper ensemble.</summary>
internal sealed record ZookeeperSettings : DeploymentSettings
{
    /// <summary>How many servers; the key <c>servers</c>.</summary>
    public int? Size { get; init; }
    public StorageSettings? Storage { get; init; }
    public StorageSettings? LogStorage { get; init; }
    public ResourceSettings Resources { get; init; } = new();
    public int? HeapPercent { get; init; }
    public bool? Metrics { get; init; }
    public RedisServiceType? ServerServices { get; init; }
    public ImmutableArray<int> ServerNodePorts { get; init; } = [];
    public ImmutableDictionary<string, string> Config { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public override IEnumerable<(string Key, int Port)> NodePorts =>
        [.. base.NodePorts, .. ServerNodePorts.Distinct().Select(port => ("serverServices.nodePorts", port))];

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

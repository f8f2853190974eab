using RedisInfra.Components.Cluster;

namespace RedisInfra.Stacks.Settings;

/// <summary>An entry of <c>redis-infra:redis</c> that is a cluster.</summary>
internal sealed record RedisSettings : DeploymentSettings
{
    public int? Shards { get; init; }
    public int? ReplicasPerShard { get; init; }
    public RedisWorkload? Workload { get; init; }
    public RedisEndpointType? EndpointType { get; init; }
    public TimeSpan? NodeTimeout { get; init; }
    public ServerSettings Servers { get; init; } = new();

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

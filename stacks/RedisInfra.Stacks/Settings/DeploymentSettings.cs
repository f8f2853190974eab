using System.Collections.Immutable;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Stacks.Settings;

/// <summary>What every entry of <c>redis-infra:redis</c> has. Null: not said, the component's default.</summary>
internal abstract record DeploymentSettings
{
    public required string Name { get; init; }
    public string? Image { get; init; }
    public string? Version { get; init; }
    public string? Namespace { get; init; }
    public string? Password { get; init; }
    public RedisSpread? Spread { get; init; }
    public string? TopologyKey { get; init; }
    public RedisServiceType? ServiceType { get; init; }
    public ImmutableDictionary<string, string> ServiceAnnotations { get; init; } =
        ImmutableDictionary<string, string>.Empty;
    public int? NodePort { get; init; }
    public TimeSpan? ClientAffinity { get; init; }
    public PodSettings Pod { get; init; } = new();
    public string? ClusterDomain { get; init; }

    /// <summary>Says what there is without the password: records print all they hold.</summary>
    public override string ToString() => $"redis \"{Name}\"";
}

using System.Collections.Immutable;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Stacks.Settings;

/// <summary>The key <c>service</c>, and others of its kind. Null: not said.</summary>
internal sealed record ServiceSettings
{
    public RedisServiceType? Type { get; init; }
    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;
    public RedisInternalLoadBalancer? InternalLoadBalancer { get; init; }
    public int? NodePort { get; init; }
    public TimeSpan? ClientAffinity { get; init; }
}

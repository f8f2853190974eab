using System.Collections.Immutable;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Stacks.Settings;

/// <summary>The key <c>pod</c>.</summary>
internal sealed record PodSettings
{
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;
    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;
    public ImmutableDictionary<string, string> NodeSelector { get; init; } = ImmutableDictionary<string, string>.Empty;
    public ImmutableArray<RedisToleration> Tolerations { get; init; } = [];
    public ImmutableArray<string> PullSecrets { get; init; } = [];
    public string? PullPolicy { get; init; }
    public string? PriorityClass { get; init; }
    public int? UserId { get; init; }
    public int? GroupId { get; init; }
}

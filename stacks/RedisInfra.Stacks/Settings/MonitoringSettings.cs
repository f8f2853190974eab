using System.Collections.Immutable;

namespace RedisInfra.Stacks.Settings;

/// <summary>The key <c>monitoring</c>. Null: not said, the component's default.</summary>
internal sealed record MonitoringSettings
{
    public string? Image { get; init; }
    public ResourceSettings Resources { get; init; } = new();
    public string? Namespace { get; init; }
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;
    public TimeSpan? Interval { get; init; }
    public bool? Alerts { get; init; }
    public bool? Dashboard { get; init; }
    public string? DashboardNamespace { get; init; }

    /// <summary>Empty: the usual one.</summary>
    public ImmutableDictionary<string, string> DashboardLabels { get; init; } =
        ImmutableDictionary<string, string>.Empty;
    public bool? Required { get; init; }
}

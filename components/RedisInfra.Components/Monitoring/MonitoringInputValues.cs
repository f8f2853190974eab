using System.Collections.Immutable;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Monitoring;

/// <summary>
/// The inputs of <see cref="MonitoringArgs"/> that have rules, as far as they are known; null where they aren't.
/// </summary>
internal sealed record MonitoringInputValues
{
    public string? Image { get; init; }
    public Quantity? Memory { get; init; }
    public string? Namespace { get; init; }
    public string? DashboardNamespace { get; init; }
    public TimeSpan? Interval { get; init; }
    public ImmutableDictionary<string, string>? Labels { get; init; }
    public ImmutableDictionary<string, string>? DashboardLabels { get; init; }

    /// <summary>Waits for the inputs and keeps those that are known; null when nothing is monitored.</summary>
    public static async Task<MonitoringInputValues?> ReadAsync(MonitoringArgs? args) => args is null
        ? null
        : new MonitoringInputValues
        {
            Image = await Inputs.KnownAsync(args.Image).ConfigureAwait(false),
            Memory = await Inputs.KnownAsync(args.Resources.Memory).ConfigureAwait(false),
            Namespace = await Inputs.KnownAsync(args.Namespace).ConfigureAwait(false),
            DashboardNamespace = await Inputs.KnownAsync(args.DashboardNamespace).ConfigureAwait(false),
            Interval = await Inputs.KnownValueAsync(args.Interval).ConfigureAwait(false),
            Labels = await Inputs.KnownAsync<ImmutableDictionary<string, string>>(args.Labels).ConfigureAwait(false),
            DashboardLabels = await Inputs.KnownAsync<ImmutableDictionary<string, string>>(args.DashboardLabels)
                .ConfigureAwait(false),
        };
}

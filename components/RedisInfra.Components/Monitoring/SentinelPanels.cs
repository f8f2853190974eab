using System.Collections.Immutable;

namespace RedisInfra.Components.Monitoring;

/// <summary>What a dashboard shows of Sentinels.</summary>
internal static class SentinelPanels
{
    private const string Pod = "{{pod}}";

    /// <param name="series">What picks their series.</param>
    public static ImmutableArray<Panel> Of(string series) =>
    [
        new("Sentinels that answer", "short", ($"sum(redis_up{series})", "answering")),
        new("Sentinels that see the master up", "short",
            ($"sum by (master_address) (redis_sentinel_master_status{series})", "{{master_address}}")),
        new("Sentinels and replicas as each Sentinel sees them", "short",
            ($"redis_sentinel_master_ok_sentinels{series}", Pod + " Sentinels"),
            ($"redis_sentinel_master_ok_slaves{series}", Pod + " replicas")),
    ];
}

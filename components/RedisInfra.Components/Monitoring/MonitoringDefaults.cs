namespace RedisInfra.Components.Monitoring;

/// <summary>The numbers and names behind <see cref="MonitoringArgs"/>.</summary>
internal static class MonitoringDefaults
{
    /// <summary>redis_exporter's own.</summary>
    public const int Port = 9121;

    public const string PortName = "metrics";

    /// <summary>The exporter's user in Redis.</summary>
    public const string User = "exporter";

    public const int MinMemoryMebibytes = 16;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(5);

    /// <summary>Prometheus takes a series for gone after 5 min, and rates over 5 min need two values.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromMinutes(2);

    public static bool IsInterval(TimeSpan time) =>
        time >= MinInterval && time <= MaxInterval && time.Ticks % TimeSpan.TicksPerSecond == 0;
}

using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The numbers behind <see cref="TwemproxyPool"/> and where they come from.</summary>
internal static class TwemproxyDefaults
{
    /// <summary>The port of nutcracker's sample configurations.</summary>
    public const int Port = 22121;

    /// <summary>nutcracker's own: STATS_PORT in nc_stats.h.</summary>
    public const int StatsPort = 22222;

    /// <summary>The proxies' exporter: beside that of Redis.</summary>
    public const int MetricsPort = MonitoringDefaults.Port + 1;

    /// <summary>nutcracker's own: MBUF_SIZE in nc_mbuf.h, with its limits.</summary>
    public const int MbufBytes = 16384;

    public const int MinMbufBytes = 512;
    public const int MaxMbufBytes = 16777216;

    public const int MinProxies = 2;
    public const int MaxProxies = 100;
    public const int MaxReplicas = 4;
    public const int MaxShards = 1000;
    public const int MaxWeight = 1000;
    public const int MinPort = 1024;
    public const int MaxPort = 65535;

    /// <summary>The name of a Service's port is at most so long (RFC 6335).</summary>
    public const int MaxPoolNameLength = 15;

    public const int MinProxyMebibytes = 32;

    /// <summary>So long a stopping proxy still serves, until no Service sends it new connections.</summary>
    public const int DrainSeconds = 5;

    public const int ProxyGraceSeconds = DrainSeconds + 15;

    /// <summary>A shard has nobody to hand over to: it saves, and that takes as long as its data is large.</summary>
    public const int ShardGraceSeconds = 60;

    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(400);
    public static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan MinRetryTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxRetryTimeout = TimeSpan.FromHours(1);
}

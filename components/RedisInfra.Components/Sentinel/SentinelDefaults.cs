namespace RedisInfra.Components.Sentinel;

/// <summary>The numbers behind <see cref="RedisSentinel"/>, and where they come from.</summary>
internal static class SentinelDefaults
{
    public const int Port = 26379;
    public const int ReadPort = 6380;
    public const int LivePort = 8404;
    public const int ReadyPort = 8405;

    public const int Members = 3;
    public const int MinMembers = 2;
    public const int MaxMembers = 20;
    public const int Sentinels = 3;
    public const int MinSentinels = 3;
    public const int MaxSentinels = 9;
    public const int MinQuorum = 2;
    public const int MinProxies = 2;
    public const int MaxProxies = 100;
    public const int MinSentinelMebibytes = 32;
    public const int MinProxyMebibytes = 32;

    /// <summary>min-replicas-max-lag: a replica reports every second (redis.conf).</summary>
    public const int MaxLagSeconds = 10;

    /// <summary>How long preStop may take to hand over; the pods' grace period has more.</summary>
    public const int HandOverSeconds = 25;

    /// <summary>Longer than that, so that writes aren't let go before the old master follows the new one.</summary>
    public const int PauseMilliseconds = (HandOverSeconds + 5) * 1000;

    /// <summary>Tenths of a second until replicas must have caught up with a master whose writes are held back.
    /// </summary>
    public const int CatchUpTries = 50;

    public const int SentinelGraceSeconds = 20;
    public const int ProxyGraceSeconds = 30;

    /// <summary>How long a proxy serves on after it was taken out of its Services.</summary>
    public const int ProxyDrainSeconds = 5;

    public static readonly TimeSpan DownAfter = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan MinDownAfter = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxDownAfter = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan FailoverTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan MinFailoverTimeout = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan MaxFailoverTimeout = TimeSpan.FromMinutes(10);
}

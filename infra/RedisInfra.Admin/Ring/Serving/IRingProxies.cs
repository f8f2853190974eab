namespace RedisInfra.Admin.Ring.Serving;

/// <summary>
/// The proxies of a pool, which ask its servers what they may serve (<see cref="Model.Ring.RingFence"/>).
/// </summary>
public interface IRingProxies
{
    /// <summary>Every proxy looks at the servers' word again; returns when none serves what it served before.</summary>
    /// <exception cref="IOException">Of one it can't be said.</exception>
    Task StopAsync(CancellationToken cancellationToken);

    /// <summary>Returns when clients are served again.</summary>
    /// <exception cref="IOException">They aren't.</exception>
    Task StartAsync(CancellationToken cancellationToken);
}

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// Takes a shard that fails out of the ring for a while (auto_eject_hosts): its keys go to other shards meanwhile. For
/// caches: of a pool that keeps data, what is written then is on a wrong shard afterwards.
/// </summary>
public sealed record TwemproxyEjection
{
    /// <summary>How many requests in a row must fail (server_failure_limit).</summary>
    /// <value>1 to 1000; 3 unless set.</value>
    public int FailureLimit { get; init; } = 3;

    /// <summary>How long the shard stays out (server_retry_timeout).</summary>
    /// <value>1 s to 1 h; 30 s unless set.</value>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(30);
}

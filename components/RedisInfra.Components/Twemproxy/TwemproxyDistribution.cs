namespace RedisInfra.Components.Twemproxy;

/// <summary>How a hash becomes a shard.</summary>
public enum TwemproxyDistribution
{
    /// <summary>A ring of points: another shard takes its part of the keys, all others stay where they are.</summary>
    Ketama,

    /// <summary>The hash modulo the weights' sum: another shard moves nearly all keys.</summary>
    Modula,

    /// <summary>Any shard for any request: what was written isn't found again. For proxies of proxies only.</summary>
    Random,
}

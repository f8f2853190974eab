namespace RedisInfra.Model.Rebalancing;

/// <summary>Fixed numbers of planning.</summary>
internal static class RebalanceDefaults
{
    /// <summary>
    /// What one more range of slots costs, in bytes that could have stayed: every node gossips and stores ranges, and
    /// clients read them. Small, so that a hot slot is avoided; not nothing, so that ranges aren't torn for noise.
    /// </summary>
    public const long RangePriceBytes = 64 * 1024;

    /// <summary>
    /// Of many bytes the noise is larger: a range is worth at least one part in so many of what a source gives.
    /// </summary>
    public const int RangePriceParts = 64;

    /// <summary>A slot with a key that must not be moved costs this, in bytes, so that others are taken.</summary>
    public const long TooBigBytes = 1L << 50;

    /// <summary>A node that is blocked for its whole timeout is failed over; one key may take a part of it.</summary>
    public const int NodeTimeoutParts = 4;
}

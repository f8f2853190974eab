namespace RedisInfra.Model.Ring;

/// <summary>
/// What a server says about the ring that proxies may serve. A proxy that starts asks for it, so one that comes back
/// with yesterday's configuration can't serve yesterday's ring.
/// </summary>
/// <param name="Generation">Of what servers say that disagree, the highest counts: a server may come back from a
/// snapshot.</param>
/// <param name="IsClosed">Whether no proxy may serve.</param>
/// <param name="Ring">The ring that is served, or was until it was closed.</param>
/// <param name="Other">While keys move: the ring that they move to, or, when that is served already, where they were.
/// Else null.</param>
public sealed record RingFence(long Generation, bool IsClosed, RingPool Ring, RingPool? Other)
{
    /// <summary>The key that it stands in; see <see cref="RingOwnKeys"/>.</summary>
    public const string Key = "redisinfra:ring";
}

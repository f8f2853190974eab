namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// A move didn't come to its end. No key is lost: running it again continues, and the message says what clients have
/// meanwhile.
/// </summary>
public sealed class RingMoveStoppedException(string message, RingMoveProgress? progress, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>How far it came, or null when nothing had begun.</summary>
    public RingMoveProgress? Progress { get; } = progress;
}

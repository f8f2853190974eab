namespace RedisInfra.Admin.Migration;

/// <summary>
/// A move didn't come to its end. The cluster is consistent: slots that were moved stay, slots that are open are taken
/// up by the next run.
/// </summary>
public sealed class MoveStoppedException(string message, MoveProgress? progress, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>How far it came, or null when nothing had begun.</summary>
    public MoveProgress? Progress { get; } = progress;
}

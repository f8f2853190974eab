namespace RedisInfra.Admin.Migration;

/// <summary>
/// A step couldn't be done. Unless it is final, looking again and planning anew may help: a node restarts, a replica
/// takes over, a link is lost.
/// </summary>
internal sealed class MoveTroubleException(string message, bool isFinal = false, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Whether trying again can't help or isn't safe.</summary>
    public bool IsFinal { get; } = isFinal;
}

namespace RedisInfra.Model.Ring;

/// <summary>What servers know of an earlier run of a move.</summary>
/// <param name="Phase">The furthest that any of them notes.</param>
/// <param name="Id">
/// Which move it was, when all of them note the same; else null. A server that crashed may come back without what it
/// noted, or with what it noted long ago, and then nobody can tell by notes what is a copy and what is the original.
/// </param>
public sealed record RingMoveBegun(RingMovePhase Phase, string? Id)
{
    /// <summary>Whether some have notes that the others don't confirm.</summary>
    public bool IsDoubtful => Id is null && Phase != RingMovePhase.None;
}

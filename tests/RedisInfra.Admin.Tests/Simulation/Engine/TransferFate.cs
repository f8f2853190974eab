namespace RedisInfra.Admin.Tests.Simulation.Engine;

/// <summary>What becomes of a MIGRATE on its way.</summary>
internal enum TransferFate
{
    /// <summary>Nothing special.</summary>
    Arrives,

    /// <summary>The keys never arrive; the source waits for its timeout.</summary>
    NeverArrives,

    /// <summary>The keys arrive, the answers don't: both have them after the timeout.</summary>
    AnswersAreLost,

    /// <summary>Half of the keys arrive, no answer does.</summary>
    HalfIsDone,

    /// <summary>All arrive, half of the answers do.</summary>
    HalfIsAnswered,

    /// <summary>The connection breaks after the target did it; the source sends it again by itself.</summary>
    IsCut,

    /// <summary>The target refuses the second half for want of memory.</summary>
    TargetIsFull,
}

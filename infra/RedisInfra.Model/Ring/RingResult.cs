using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Ring;

/// <summary>What a change of a ring takes: one of the three below, never null.</summary>
public abstract record RingResult
{
    private RingResult()
    {
    }

    /// <summary>Both rings put every key at the same server.</summary>
    /// <param name="Warnings">What is worth knowing.</param>
    public sealed record Same(ImmutableArray<Diagnostic> Warnings) : RingResult;

    /// <summary>Keys have to move.</summary>
    /// <param name="Plan">Which.</param>
    public sealed record Steps(RingPlan Plan) : RingResult;

    /// <summary>Must not be done, or can't be said.</summary>
    /// <param name="Diagnostics">Every reason.</param>
    public sealed record Refused(ImmutableArray<Diagnostic> Diagnostics) : RingResult;
}

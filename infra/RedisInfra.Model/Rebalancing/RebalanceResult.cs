using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>What it takes to bring slots where they belong: one of the five below, never null.</summary>
public abstract record RebalanceResult
{
    private RebalanceResult()
    {
    }

    /// <summary>Every shard owns its part, and nobody who leaves owns anything.</summary>
    public sealed record Balanced : RebalanceResult;

    /// <summary>Slots have to move.</summary>
    /// <param name="Plan">How.</param>
    public sealed record Steps(RebalancePlan Plan) : RebalanceResult;

    /// <summary>An earlier move stopped half way and is finished or closed first; then the plan is made anew.</summary>
    /// <param name="Items">What to do for each open slot, by the evidence at the nodes.</param>
    public sealed record Resume(ImmutableArray<OpenSlotStep> Items) : RebalanceResult
    {
        /// <summary>As <see cref="RebalancePlan.KeepRole"/>, for the slots that are finished.</summary>
        public ImmutableArray<Member> KeepRole { get; init; } = [];
    }

    /// <summary>Nothing can be said or done yet; ask again.</summary>
    /// <param name="Reason">What is waited for.</param>
    public sealed record NotReady(string Reason) : RebalanceResult;

    /// <summary>Must not be done: it would risk data or can't work. Waiting doesn't help.</summary>
    /// <param name="Diagnostics">Every reason.</param>
    public sealed record Refused(ImmutableArray<Diagnostic> Diagnostics) : RebalanceResult;
}

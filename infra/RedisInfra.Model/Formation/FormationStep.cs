using System.Collections.Immutable;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Formation;

/// <summary>One bounded, repeatable step of forming a cluster.</summary>
/// <param name="Phase">When it comes.</param>
/// <param name="Reason">Why it is needed, as a clause.</param>
public abstract record FormationStep(FormationPhase Phase, string Reason)
{
    /// <summary>The member that the step acts on, or null for a step that waits for all.</summary>
    public virtual Member? Target => null;

    /// <summary><c>CONFIG SET</c>.</summary>
    /// <param name="Member">The member.</param>
    /// <param name="Parameter">The parameter's name.</param>
    /// <param name="Value">Its value.</param>
    /// <param name="Phase">Prepare to lower it, Restore to set the lasting one.</param>
    /// <param name="Reason">Why.</param>
    public sealed record SetConfig(Member Member, string Parameter, int Value, FormationPhase Phase, string Reason)
        : FormationStep(Phase, Reason)
    {
        /// <inheritdoc/>
        public override Member Target => Member;
    }

    /// <summary>
    /// <c>FUNCTION LIST WITHCODE</c> on one master, <c>FUNCTION LOAD</c> on another: meeting doesn't carry functions
    /// (redis #11780).
    /// </summary>
    /// <param name="From">The member that has them.</param>
    /// <param name="Member">The member that lacks them.</param>
    public sealed record CopyFunctions(Member From, Member Member)
        : FormationStep(FormationPhase.Prepare, $"{From.Name} has functions that {Member.Name} lacks")
    {
        /// <inheritdoc/>
        public override Member Target => Member;
    }

    /// <summary>
    /// <c>CLUSTER SET-CONFIG-EPOCH</c>: distinct from the start, so that no collision has to be resolved.
    /// </summary>
    /// <param name="Member">The member.</param>
    /// <param name="Epoch">Its epoch, from 1.</param>
    public sealed record SetConfigEpoch(Member Member, long Epoch)
        : FormationStep(FormationPhase.Prepare, "epochs must differ before nodes meet")
    {
        /// <inheritdoc/>
        public override Member Target => Member;
    }

    /// <summary><c>CLUSTER RESET HARD</c>: the member becomes a fresh node with another id.</summary>
    /// <param name="Member">A member that holds nothing and remembers nodes that are gone.</param>
    public sealed record Reset(Member Member)
        : FormationStep(FormationPhase.Prepare, "it is empty and remembers a cluster that is gone")
    {
        /// <inheritdoc/>
        public override Member Target => Member;
    }

    /// <summary><c>CLUSTER ADDSLOTSRANGE</c> (or ADDSLOTS before Redis 7).</summary>
    /// <param name="Member">The master.</param>
    /// <param name="Slots">Slots that nobody owns yet.</param>
    public sealed record AddSlots(Member Member, SlotSet Slots)
        : FormationStep(FormationPhase.Prepare, "nobody owns these slots")
    {
        /// <inheritdoc/>
        public override Member Target => Member;
    }

    /// <summary><c>CLUSTER MEET</c> for each of <paramref name="Others"/>.</summary>
    /// <param name="Member">The member that meets.</param>
    /// <param name="Others">Whom it doesn't know yet.</param>
    /// <param name="Phase">Meet, or Announce after a role changed.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Meet(Member Member, ImmutableArray<Member> Others, FormationPhase Phase, string Reason)
        : FormationStep(Phase, Reason)
    {
        /// <inheritdoc/>
        public override Member Target => Member;
    }

    /// <summary>Waits until every node knows every other.</summary>
    public sealed record AwaitMembership()
        : FormationStep(FormationPhase.AwaitMembership, "a node can only replicate a node that it knows");

    /// <summary><c>CLUSTER REPLICATE</c>.</summary>
    /// <param name="Member">The member that becomes a replica.</param>
    /// <param name="Master">The master of its shard.</param>
    public sealed record Replicate(Member Member, Member Master)
        : FormationStep(FormationPhase.Replicate, $"{Master.Name} is the master of its shard")
    {
        /// <inheritdoc/>
        public override Member Target => Member;
    }

    /// <summary>Waits until every node agrees: <see cref="Health.ClusterHealth"/> finds no error.</summary>
    public sealed record AwaitAgreement()
        : FormationStep(FormationPhase.AwaitAgreement, "formed means that every node agrees");
}

using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Departure;

/// <summary>One bounded, repeatable step of leaving.</summary>
/// <param name="Phase">When it comes.</param>
/// <param name="Reason">Why it is needed, as a clause.</param>
public abstract record DepartureStep(DeparturePhase Phase, string Reason)
{
    /// <summary><c>CLUSTER FAILOVER</c> on the candidate that is furthest.</summary>
    /// <param name="From">The master that leaves.</param>
    /// <param name="Candidates">Staying replicas of it whose link is up, by name.</param>
    public sealed record HandOver(Member From, ImmutableArray<Member> Candidates)
        : DepartureStep(DeparturePhase.HandOver, $"{From.Name} leaves and shard {From.Shard} stays");

    /// <summary>Slots move until nobody who leaves owns any and those who stay own even parts.</summary>
    /// <param name="Owners">The members that own slots and leave; none when only open slots are to be finished.</param>
    public sealed record MoveSlots(ImmutableArray<Member> Owners)
        : DepartureStep(DeparturePhase.MoveSlots, Owners.IsEmpty
            ? "slots are open or under way"
            : $"{string.Join(", ", Owners.Select(owner => owner.Name))} leaves with its shard");

    /// <summary><c>CLUSTER REPLICATE</c>.</summary>
    /// <param name="Member">The replica that stays.</param>
    /// <param name="Master">The master that it follows from then on.</param>
    /// <param name="From">The empty master that leaves.</param>
    public sealed record Follow(Member Member, Member Master, Member From)
        : DepartureStep(DeparturePhase.Follow, $"{From.Name} leaves, and a replica can't forget its master");

    /// <summary><c>CLUSTER FORGET</c>.</summary>
    /// <param name="At">The node that forgets.</param>
    /// <param name="Ids">Whom.</param>
    /// <param name="Phase">Whether those it forgets are gone already.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Forget(Member At, ImmutableArray<NodeId> Ids, DeparturePhase Phase, string Reason)
        : DepartureStep(Phase, Reason);

    /// <summary>
    /// <c>CLUSTER RESET HARD</c>, and then, when it is seen to be alone and empty, <c>FLUSHALL</c>, which makes the
    /// files on its disk as empty as it is.
    /// </summary>
    /// <param name="Member">A member that leaves.</param>
    public sealed record Reset(Member Member)
        : DepartureStep(DeparturePhase.Reset, "its disk must not bring the old node back");
}

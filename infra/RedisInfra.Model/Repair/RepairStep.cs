using System.Collections.Immutable;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Repair;

/// <summary>One thing that is wrong and can be set right without risking a key. It may be repeated.</summary>
/// <param name="Reason">The evidence, as a clause.</param>
public abstract record RepairStep(string Reason)
{
    /// <summary><c>CLUSTER MEET</c> at a node that doesn't know another of its cluster.</summary>
    /// <param name="At">The node that is told.</param>
    /// <param name="Other">The node that it doesn't know.</param>
    /// <param name="Ip">Where other nodes reach that one.</param>
    /// <param name="Port">Its port for clients.</param>
    /// <param name="BusPort">Its port for the cluster bus.</param>
    public sealed record Meet(Member At, Member Other, string Ip, int Port, int BusPort)
        : RepairStep($"{At.Name} doesn't know {Other.Name}, and other nodes of the same cluster do");

    /// <summary>Slots that a stopped move left open are finished, closed or announced.</summary>
    /// <param name="Items">What is done with each, by the evidence at the nodes.</param>
    public sealed record FinishOpenSlots(ImmutableArray<OpenSlotStep> Items)
        : RepairStep($"slots {SlotSet.OfSlots(Items.Select(item => item.Slot))} were left open by a move that stopped");

    /// <summary><c>CONFIG SET cluster-allow-replica-migration yes</c>, as it was before a run set it to no.</summary>
    /// <param name="Member">The node at which that is noted.</param>
    public sealed record AllowReplicaMigration(Member Member)
        : RepairStep($"a run that was killed left cluster-allow-replica-migration at no at {Member.Name}");

    /// <summary><c>CLUSTER REPLICATE</c>.</summary>
    /// <param name="Replica">Who follows another master from then on; its copy isn't needed where it is.</param>
    /// <param name="Master">That master.</param>
    /// <param name="Why">Why, as a clause.</param>
    public sealed record Replicate(Member Replica, Member Master, string Why) : RepairStep(Why);
}

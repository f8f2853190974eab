using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Migration;

/// <summary>
/// What is done with one slot that a stopped move left open. All of it is read from the nodes: nothing is remembered.
/// </summary>
/// <param name="Slot">The slot.</param>
/// <param name="Reason">The evidence, as a clause.</param>
public abstract record OpenSlotStep(int Slot, string Reason)
{
    /// <summary>
    /// Open both ends where they aren't, move the keys that are left, commit. The source owns the slot; keys that both
    /// ends have are right at the source.
    /// </summary>
    /// <param name="Slot">The slot.</param>
    /// <param name="From">The master that owns it.</param>
    /// <param name="To">The master that holds, or may hold, a part of its keys.</param>
    /// <param name="Reason">The evidence.</param>
    public sealed record Finish(int Slot, Member From, Member To, string Reason) : OpenSlotStep(Slot, Reason);

    /// <summary><c>SETSLOT STABLE</c> at one node: it has no part in the slot, and no key of it.</summary>
    /// <param name="Slot">The slot.</param>
    /// <param name="At">The node.</param>
    /// <param name="Reason">The evidence.</param>
    public sealed record Close(int Slot, Member At, string Reason) : OpenSlotStep(Slot, Reason);

    /// <summary>
    /// The move is committed at its destination; the others are told, the source (which has no key left) first.
    /// </summary>
    /// <param name="Slot">The slot.</param>
    /// <param name="Owner">The master that owns it now.</param>
    /// <param name="Tell">Those that don't know.</param>
    /// <param name="Reason">The evidence.</param>
    public sealed record Announce(int Slot, Member Owner, ImmutableArray<Member> Tell, string Reason)
        : OpenSlotStep(Slot, Reason);
}

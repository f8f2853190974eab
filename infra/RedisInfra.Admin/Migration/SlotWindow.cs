using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>Slots that are moved together: opened, emptied and committed at once.</summary>
/// <param name="From">The master that owns them.</param>
/// <param name="FromId">Its id.</param>
/// <param name="To">The master that is to own them.</param>
/// <param name="ToId">Its id.</param>
/// <param name="Slots">Which, in order.</param>
/// <param name="BytesPerKey">What a key takes, estimated, for progress.</param>
/// <param name="IsResumed">Whether a stopped move left them open between exactly these two.</param>
internal sealed record SlotWindow(
    Member From, NodeId FromId, Member To, NodeId ToId, ImmutableArray<int> Slots, double BytesPerKey,
    bool IsResumed = false)
{
    /// <summary>For messages: "slots of a-0-0 that go to a-1-0".</summary>
    public override string ToString() =>
        $"{(Slots.Length == 1 ? "slot" : $"{Slots.Length} slots from")} {Slots[0]}, {From.Name} to {To.Name}";
}

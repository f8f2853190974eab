using System.Collections.Immutable;
using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Migration;

/// <summary>One slot that is open somewhere.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Claimants">Masters that own it in their own view, the highest config epoch first.</param>
/// <param name="Ends">Where it is open.</param>
internal sealed record OpenSlotCase(
    int Slot, ImmutableArray<NodeView.Live> Claimants, ImmutableArray<OpenSlotCase.End> Ends)
{
    /// <summary>A master at which the slot is open.</summary>
    /// <param name="At">The master.</param>
    /// <param name="Direction">Which way.</param>
    /// <param name="Peer">The name of the node at the other end.</param>
    /// <param name="PeerMaster">That node, or its master when it has become a replica; null when it is gone.</param>
    public sealed record End(NodeView.Live At, OpenSlotDirection Direction, string Peer, NodeView.Live? PeerMaster)
    {
        public bool IsImporting => Direction == OpenSlotDirection.Importing;
    }
}

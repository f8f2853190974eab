using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>A master that gives slots, takes slots, or keeps what it has.</summary>
/// <param name="Member">The member.</param>
/// <param name="View">What it said, or null for a new one that isn't there yet.</param>
/// <param name="Shard">The shard that it is the master of, or null when it is to give up everything.</param>
internal sealed record Party(Member Member, NodeView.Live? View, Shard? Shard)
{
    public int Weight => Shard?.Weight ?? 0;

    public SlotSet Owned => View?.Self.Slots ?? SlotSet.Empty;

    public string Name => Member.Name;
}

using System.Collections.Immutable;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Tests.Simulation.Faults;
using RedisInfra.Admin.Tests.Simulation.Nodes;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Runs;

/// <summary>What a run begins with and what happens in it, all of it drawn from the seed.</summary>
internal sealed record Scenario
{
    public required ScenarioKind Kind { get; init; }

    public required ServerProfile Profile { get; init; }

    /// <summary>Members of the standing cluster, leaving ones included, and new ones that have joined.</summary>
    public required ImmutableArray<Member> Members { get; init; }

    public required DesiredCluster Desired { get; init; }

    public required ImmutableArray<Member> Leaving { get; init; }

    /// <summary>The master of each shard, by the shard's number: an index into its members.</summary>
    public required ImmutableDictionary<int, int> Masters { get; init; }

    /// <summary>The shard that owns each slot.</summary>
    public required byte[] Owners { get; init; }

    /// <summary>What the second of two processes wants.</summary>
    public required RebalanceRequest Other { get; init; }

    /// <summary>A fresh node that holds keys all the same: nothing may be formed then. -1 for none.</summary>
    public required int Occupied { get; init; }

    /// <summary>Of a hundred slots, how many hold a key.</summary>
    public required int FillPercent { get; init; }

    public required int Clients { get; init; }

    public required int ClientPauseUs { get; init; }

    public required ImmutableArray<PlannedFault> Faults { get; init; }

    public required int TransferFaultsPerMille { get; init; }

    /// <summary>How many slots an earlier move has left half way, in any way.</summary>
    public required int HalfMovedSlots { get; init; }

    public required MoveOptions Options { get; init; }

    public RebalanceRequest Request => new(Desired) { Leaving = Leaving };

    /// <summary>Whether a member is still there when all is over.</summary>
    public bool Stays(Member member) => Kind != ScenarioKind.Drain || Leaving.All(other => other.Name != member.Name);

    public override string ToString() =>
        $"{Kind}, {Desired.Shards.Length} shards ({string.Join(':', Desired.Shards.Select(shard => shard.Weight))}), "
        + $"{Members.Length} members, leaving: {string.Join(' ', Leaving.Select(member => member.Name))}, "
        + $"{(Profile.IsValkey ? "valkey " : "")}{Profile.Version}, {Profile.Persistence}, "
        + $"timeout {Profile.NodeTimeoutMs} ms, lag {Profile.ReplicaLagUs} µs, {FillPercent} % filled, "
        + $"{Clients} clients, {HalfMovedSlots} half moved, "
        + $"{(Occupied < 0 ? "" : $"{Members[Occupied].Name} has keys, ")}"
        + $"faults: {string.Join(", ", Faults.Select(fault =>
            $"{fault.Kind}@{fault.At}{(fault.CountsMoves ? "" : "*")}"))}";
}

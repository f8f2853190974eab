using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>What has to be done, in its order: functions, then moves.</summary>
/// <param name="Moves">The moves, in the order in which they are to begin; one for each pair of members.</param>
/// <param name="FunctionCopies">Masters that lack functions which others have, and a member to copy them from.</param>
/// <param name="Fingerprint">Of the topology that the plan was made for: <see cref="ClusterFingerprint"/>.</param>
/// <param name="Method">How slots are moved.</param>
/// <param name="Warnings">What is allowed but worth knowing.</param>
public sealed record RebalancePlan(
    ImmutableArray<SlotMove> Moves, ImmutableArray<FunctionCopy> FunctionCopies, string Fingerprint,
    MigrationMethod Method, ImmutableArray<Diagnostic> Warnings)
{
    /// <summary>
    /// Members on which cluster-allow-replica-migration must be no while the plan runs: masters that give up their last
    /// slot, and their replicas, would turn into replicas of whoever takes it. Those that have no already aren't here.
    /// </summary>
    public ImmutableArray<Member> KeepRole { get; init; } = [];

    /// <summary>How many slots move.</summary>
    public int Slots => Moves.Sum(move => move.Slots.Count);

    /// <summary>How many keys move.</summary>
    public long Keys => Moves.Sum(move => move.Keys);

    /// <summary>How many bytes move.</summary>
    public long Bytes => Moves.Sum(move => move.Bytes);
}

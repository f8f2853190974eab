using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>The moves that would even everything out, before it is known whether they are allowed.</summary>
internal sealed record RebalanceDraft(
    RebalanceSituation Situation, ViewScan Scan, ClusterLoad Load, SlotQuotas Quotas)
{
    public required MigrationMethod Method { get; init; }

    public required ImmutableArray<SlotMove> Moves { get; init; }

    /// <summary>How often runs of slots were looked at: a test holds it down.</summary>
    public required int Looks { get; init; }

    public static RebalanceDraft Of(RebalanceSituation situation, ViewScan scan, ClusterLoad load)
    {
        var parties = situation.Parties;
        var quotas = SlotQuotas.For(parties);
        var method = MethodChecks.Of(situation);
        var map = new SlotMap(parties);
        var leaves = Leaving(situation, quotas, map, KeyChecks.Costs(situation, load, method));
        var assignment = SlotAssignment.Of(parties, quotas, map, leaves);
        return new RebalanceDraft(situation, scan, load, quotas)
        {
            Method = method, Looks = assignment.Looks,
            Moves = [.. MoveOrder.Of(MovesOf(situation, load, quotas, map, assignment.To))],
        };
    }

    /// <summary>How many slots a party has above its quota; below 0 when it lacks some.</summary>
    public int Spare(int party) => Situation.Parties[party].Owned.Count - Quotas.Of[party]
        - (Quotas.Undecided.Contains(party) ? 1 : 0);

    public ImmutableArray<Diagnostic> Refusals() =>
    [
        .. QuotaChecks.Refusals(this), .. MemoryChecks.Refusals(this), .. KeyChecks.Refusals(this),
        .. FunctionChecks.Refusals(this), .. MethodChecks.Refusals(this),
    ];

    public RebalancePlan ToPlan() => new(
        Moves, FunctionChecks.Copies(this), ClusterFingerprint.Of(Situation.Observed), Method,
        [.. MethodChecks.Warnings(this), .. KeyChecks.Warnings(this), .. MemoryChecks.Warnings(this),
            .. ShardChecks.Warnings(this)])
    {
        KeepRole = RoleKeepers.Of(Situation, Situation.Parties.Where((_, i) => Quotas.Of[i] == 0)
            .Select(party => party.Member)),
    };

    private static bool[] Leaving(RebalanceSituation situation, SlotQuotas quotas, SlotMap map, long[] costs)
    {
        var parties = situation.Parties;
        bool[] takes = [.. parties.Select((party, i) =>
            quotas.Of[i] > party.Owned.Count || quotas.Undecided.Contains(i))];
        var leaves = new bool[SlotRange.SlotCount];
        for (int i = 0; i < parties.Length; i++)
        {
            int count = parties[i].Owned.Count - quotas.Of[i];
            if (count <= 0) continue;
            foreach (int slot in SlotChoice.Leaving(map, takes, parties[i].Owned, costs, count)) leaves[slot] = true;
        }
        return leaves;
    }

    private static List<SlotMove> MovesOf(
        RebalanceSituation situation, ClusterLoad load, SlotQuotas quotas, SlotMap map, IReadOnlyList<int> to)
    {
        var gets = to.Where(party => party != SlotMap.Nobody).CountBy(party => party).ToDictionary();
        var pairs = Enumerable.Range(0, SlotRange.SlotCount).Where(slot => to[slot] != SlotMap.Nobody)
            .GroupBy(slot => (From: map[slot], To: to[slot]));
        var moves = new List<SlotMove>();
        foreach (var pair in pairs)
        {
            var from = situation.Parties[pair.Key.From];
            var taker = situation.Parties[pair.Key.To];
            var slots = SlotSet.OfSlots(pair);
            var held = load.Of(slots);
            string gives = from.Shard is null ? $"{from.Name} is to own none"
                : $"{from.Name} owns {from.Owned.Count} of {quotas.Of[pair.Key.From]}";
            moves.Add(new SlotMove(from.Member, taker.Member, slots, held.Keys, held.Bytes,
                $"{gives} and {taker.Name} {taker.Owned.Count} of {taker.Owned.Count + gets[pair.Key.To]}"));
        }
        return moves;
    }
}

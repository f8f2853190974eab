using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>What must hold before and after planning. A violation is a bug of ours, never a user's mistake.</summary>
internal static class RebalanceInvariants
{
    public static void CheckEntry(ObservedCluster observed, RebalanceRequest request)
    {
        var expected = request.Members.Select(member => member.Name);
        if (!observed.Views.Select(view => view.Member.Name).SequenceEqual(expected, StringComparer.Ordinal))
            throw Bug("the views aren't those of the request's members, in order");
    }

    /// <summary>
    /// The plan's predicted effect: every move gives what its source owns, and in the end every slot has an owner and
    /// every party its quota.
    /// </summary>
    public static void CheckExit(ImmutableArray<Party> parties, SlotQuotas quotas, IEnumerable<SlotMove> moves)
    {
        var numbers = parties.Select((party, i) => (party.Name, i))
            .ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        int[] owners = Owners(parties);
        var pairs = new HashSet<(int, int)>();
        foreach (var move in moves)
        {
            var (from, to) = (numbers[move.From.Name], numbers[move.To.Name]);
            if (move.Slots.IsEmpty) throw Bug($"a move from {move.From.Name} to {move.To.Name} is empty");
            if (!pairs.Add((from, to))) throw Bug($"two moves go from {move.From.Name} to {move.To.Name}");
            foreach (int slot in move.Slots)
            {
                if (owners[slot] != from) throw Bug($"{move.From.Name} would give slot {slot}, which it doesn't own");
                owners[slot] = to;
            }
        }
        CheckQuotas(parties, quotas, owners);
    }

    private static int[] Owners(ImmutableArray<Party> parties)
    {
        int[] owners = [.. Enumerable.Repeat(SlotMap.Nobody, SlotRange.SlotCount)];
        for (int party = 0; party < parties.Length; party++)
        {
            foreach (int slot in parties[party].Owned)
            {
                if (owners[slot] != SlotMap.Nobody) throw Bug($"slot {slot} has two owners");
                owners[slot] = party;
            }
        }
        int without = Array.IndexOf(owners, SlotMap.Nobody);
        return without < 0 ? owners : throw Bug($"slot {without} has no owner");
    }

    private static void CheckQuotas(ImmutableArray<Party> parties, SlotQuotas quotas, int[] owners)
    {
        int[] owned = new int[parties.Length];
        foreach (int owner in owners) owned[owner]++;
        int extras = quotas.Extras;
        for (int party = 0; party < parties.Length; party++)
        {
            int over = owned[party] - quotas.Of[party];
            if (over == 1 && quotas.Undecided.Contains(party)) extras--;
            else if (over != 0)
                throw Bug($"{parties[party].Name} would own {owned[party]} slots instead of {quotas.Of[party]}");
        }
        if (extras != 0) throw Bug($"{extras} slots would have to go to somebody else");
    }

    private static InvalidOperationException Bug(string what) => new($"bug in RedisInfra: {what}");
}

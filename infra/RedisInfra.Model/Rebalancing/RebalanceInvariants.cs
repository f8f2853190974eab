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
    /// The plan's predicted effect: 16384 slots with one owner each after every move, nobody above its quota who got
    /// slots, and in the end everybody at it.
    /// </summary>
    public static void CheckExit(ImmutableArray<Party> parties, SlotQuotas quotas, IEnumerable<SlotMove> moves)
    {
        var owned = parties.ToDictionary(party => party.Name, party => party.Owned, StringComparer.Ordinal);
        var quota = parties.Select((party, i) => (party.Name, Quota: quotas.Of[i]))
            .ToDictionary(pair => pair.Name, pair => pair.Quota, StringComparer.Ordinal);
        CheckOwners(owned.Values);
        var pairs = new HashSet<(string, string)>();
        foreach (var move in moves)
        {
            if (move.Slots.IsEmpty) throw Bug($"a move from {move.From.Name} to {move.To.Name} is empty");
            if (!pairs.Add((move.From.Name, move.To.Name)))
                throw Bug($"two moves go from {move.From.Name} to {move.To.Name}");
            if (owned[move.From.Name].Intersect(move.Slots).Count != move.Slots.Count)
                throw Bug($"{move.From.Name} would give slots that it doesn't own");
            owned[move.From.Name] = owned[move.From.Name].Except(move.Slots);
            owned[move.To.Name] = owned[move.To.Name].Union(move.Slots);
        }
        CheckOwners(owned.Values);
        int extras = quotas.Extras;
        var undecided = quotas.Undecided.Select(party => parties[party].Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, slots) in owned)
        {
            int over = slots.Count - quota[name];
            if (over == 1 && undecided.Contains(name)) extras--;
            else if (over != 0) throw Bug($"{name} would own {slots.Count} slots instead of {quota[name]}");
        }
        if (extras != 0) throw Bug($"{extras} slots would have to go to somebody else");
    }

    private static void CheckOwners(IEnumerable<SlotSet> owned)
    {
        var sets = owned.Where(slots => !slots.IsEmpty).ToList();
        var all = SlotSet.Of(sets.SelectMany(slots => slots.Ranges));
        if (!all.Equals(SlotSet.All)) throw Bug($"nobody would own {SlotSet.All.Except(all)}");
        if (sets.Sum(slots => slots.Count) != SlotRange.SlotCount) throw Bug("slots would have two owners");
    }

    private static InvalidOperationException Bug(string what) => new($"bug in RedisInfra: {what}");
}

using System.Numerics;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// In which order moves begin: in rounds, in each of which a member gives at most once and takes at most once, so that
/// sources and destinations alternate. Within a round those come first that have got the least of their part, so that
/// no destination is filled while others wait.
/// </summary>
internal static class MoveOrder
{
    public static IEnumerable<SlotMove> Of(IReadOnlyCollection<SlotMove> moves)
    {
        var busy = new Dictionary<string, List<ulong>>(StringComparer.Ordinal);
        var rounds = moves.OrderByDescending(move => move.Slots.Count)
            .ThenBy(move => move.From.Name, StringComparer.Ordinal).ThenBy(move => move.To.Name, StringComparer.Ordinal)
            .Select(move => (Move: move, Round: Book(busy, move.From.Name, move.To.Name)))
            .GroupBy(booked => booked.Round, booked => booked.Move).OrderBy(round => round.Key).ToList();
        var toGet = moves.GroupBy(move => move.To.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(move => move.Slots.Count), StringComparer.Ordinal);
        var got = toGet.Keys.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        foreach (var round in rounds)
        {
            // A stable sort: equals keep the order above.
            foreach (var move in round.OrderBy(move => got[move.To.Name] * SlotRange.SlotCount / toGet[move.To.Name])
                .ToList())
            {
                got[move.To.Name] += move.Slots.Count;
                yield return move;
            }
        }
    }

    /// <summary>The first round in which neither has anything to do; a bit for each round.</summary>
    private static int Book(Dictionary<string, List<ulong>> busy, string from, string to)
    {
        const int Bits = 64;
        var (a, b) = (Rounds(busy, from), Rounds(busy, to));
        for (int word = 0; ; word++)
        {
            while (a.Count <= word) a.Add(0);
            while (b.Count <= word) b.Add(0);
            ulong free = ~(a[word] | b[word]);
            if (free == 0) continue;
            ulong bit = free & (~free + 1);
            a[word] |= bit;
            b[word] |= bit;
            return word * Bits + BitOperations.TrailingZeroCount(bit);
        }
    }

    private static List<ulong> Rounds(Dictionary<string, List<ulong>> busy, string name)
    {
        if (!busy.TryGetValue(name, out var rounds)) busy[name] = rounds = [];
        return rounds;
    }
}

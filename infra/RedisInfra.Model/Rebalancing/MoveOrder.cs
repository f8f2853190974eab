using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// In which order moves begin: in rounds, in each of which a member gives at most once and takes at most once. Those
/// that have got the least of their part come first, so that no destination is filled while others wait.
/// </summary>
internal static class MoveOrder
{
    public static List<SlotMove> Of(IReadOnlyCollection<SlotMove> moves)
    {
        var toGet = moves.GroupBy(move => move.To.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(move => move.Slots.Count), StringComparer.Ordinal);
        var got = toGet.Keys.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        var waiting = moves.OrderByDescending(move => move.Slots.Count)
            .ThenBy(move => move.From.Name, StringComparer.Ordinal).ThenBy(move => move.To.Name, StringComparer.Ordinal)
            .ToList();
        var ordered = new List<SlotMove>(moves.Count);
        while (waiting.Count > 0)
        {
            var busy = new HashSet<string>(StringComparer.Ordinal);
            var round = waiting.OrderBy(move => Share(got, toGet, move.To.Name))
                .Where(move => !busy.Contains(move.From.Name) && !busy.Contains(move.To.Name)
                    && busy.Add(move.From.Name) && busy.Add(move.To.Name)).ToHashSet();
            ordered.AddRange(waiting.Where(round.Contains));
            waiting.RemoveAll(round.Contains);
            foreach (var move in round) got[move.To.Name] += move.Slots.Count;
        }
        return ordered;
    }

    /// <summary>How much of its part a destination has got, in parts of all slots.</summary>
    private static int Share(Dictionary<string, int> got, Dictionary<string, int> toGet, string name) =>
        got[name] * SlotRange.SlotCount / toGet[name];
}

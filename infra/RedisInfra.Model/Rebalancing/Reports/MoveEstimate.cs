namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>How long moves will take, about.</summary>
public static class MoveEstimate
{
    /// <summary>
    /// The longer of two: what the busiest master has to do, as it takes part in one move at a time, and all that is to
    /// be done shared by those that run side by side.
    /// </summary>
    public static TimeSpan Of(IReadOnlyCollection<SlotMove> moves, MoveSpeed speed)
    {
        var busy = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        var all = TimeSpan.Zero;
        foreach (var move in moves)
        {
            var time = Of(move, speed);
            all += time;
            busy[move.From.Name] = busy.GetValueOrDefault(move.From.Name) + time;
            busy[move.To.Name] = busy.GetValueOrDefault(move.To.Name) + time;
        }
        var longest = busy.Values.DefaultIfEmpty(TimeSpan.Zero).Max();
        var shared = all / Math.Max(1, speed.AtOnce);
        return longest > shared ? longest : shared;
    }

    private static TimeSpan Of(SlotMove move, MoveSpeed speed) =>
        speed.PerMove + speed.PerSlot * move.Slots.Count + Part(move.Keys, speed.KeysPerSecond)
            + Part(move.Bytes, speed.BytesPerSecond);

    private static TimeSpan Part(long amount, long perSecond) => TimeSpan.FromSeconds((double)amount / perSecond);
}

using System.Globalization;
using RedisInfra.Admin.Migration;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Provider.Topology;

/// <summary>The progress of a move, on one line.</summary>
internal static class MoveLine
{
    /// <summary>What has moved, as the end of a sentence.</summary>
    public static string Of(RebalanceOutcome? outcome)
    {
        if (outcome is null || outcome.Moves.IsEmpty) return "";
        int slots = outcome.Moves.Sum(move => move.Slots.Count);
        long keys = outcome.Moves.Sum(move => move.Keys);
        return $"; {Amounts.Count(slots, "slot")} with {Amounts.Count(keys, "key")} moved in "
            + Amounts.Time(outcome.Elapsed);
    }

    public static string Of(MoveProgress progress)
    {
        string left = progress.Left is { } time ? $", about {Amounts.About(time)} left" : "";
        string rate = progress.KeysPerSecond.ToString("N0", CultureInfo.InvariantCulture);
        return $"moved {Amounts.Count(progress.SlotsDone)} of {Amounts.Count(progress.SlotsTotal, "slot")}, "
            + $"{Amounts.Count(progress.KeysDone, "key")} at {rate} a second{left}";
    }
}

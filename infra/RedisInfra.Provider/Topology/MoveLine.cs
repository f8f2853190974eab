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
        var totals = outcome.Totals;
        return $"; {Amounts.Count(totals.Slots, "slot")} with {Amounts.Count(totals.Keys, "key")} moved in "
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

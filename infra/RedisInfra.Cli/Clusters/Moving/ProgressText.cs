using RedisInfra.Admin.Migration;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary>How far a move is, on one line.</summary>
internal static class ProgressText
{
    public static string Of(MoveProgress progress)
    {
        var keys = progress.KeysTotal == 0 && progress.KeysDone == 0
            ? ""
            : $", {Amounts.Count(progress.KeysDone)} of "
                + $"{Amounts.Count(Math.Max(progress.KeysDone, progress.KeysTotal))} keys, "
                + $"{Amounts.Bytes(progress.BytesDone)}, {Amounts.Count((long)progress.KeysPerSecond)} keys/s";
        var end = progress.IsPaused ? ", paused" : progress.Left is { } left ? $", {Amounts.Time(left)} left" : "";
        return $"{Amounts.Count(progress.SlotsDone)} of {Amounts.Count(progress.SlotsTotal)} slots{keys}{end}";
    }
}

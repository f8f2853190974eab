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
            : $", {Count(progress.KeysDone)} of {Count(Math.Max(progress.KeysDone, progress.KeysTotal))} keys, "
                + $"{Amounts.Bytes(progress.BytesDone)}, {Count((long)progress.KeysPerSecond)} keys/s";
        var end = progress.IsPaused ? ", paused" : progress.Left is { } left ? $", {Amounts.Time(left)} left" : "";
        return $"{Count(progress.SlotsDone)} of {Count(progress.SlotsTotal)} slots{keys}{end}";
    }

    /// <summary>"1,234".</summary>
    public static string Count(long number) => Amounts.Count(number);
}

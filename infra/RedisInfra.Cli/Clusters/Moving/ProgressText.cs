using System.Globalization;
using RedisInfra.Admin.Migration;
using RedisInfra.Cli.Status;

namespace RedisInfra.Cli.Clusters.Moving;

/// <summary>How far a move is, on one line.</summary>
internal static class ProgressText
{
    public static string Of(MoveProgress progress)
    {
        var keys = progress.KeysTotal == 0 && progress.KeysDone == 0
            ? ""
            : $", {Count(progress.KeysDone)} of {Count(Math.Max(progress.KeysDone, progress.KeysTotal))} keys, "
                + $"{StatusView.Bytes(progress.BytesDone)}, {Count((long)progress.KeysPerSecond)} keys/s";
        var end = progress.IsPaused ? ", paused" : progress.Left is { } left ? $", {Time(left)} left" : "";
        return $"{Count(progress.SlotsDone)} of {Count(progress.SlotsTotal)} slots{keys}{end}";
    }

    /// <summary>"1,234".</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"3.2 s", "2 min 5 s", "1 h 3 min".</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < 3600 => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };
}

using System.Globalization;

namespace RedisInfra.Model.Diagnostics;

/// <summary>Numbers as people read them.</summary>
public static class Amounts
{
    private const int SecondsPerMinute = 60;
    private const int SecondsPerHour = 3600;

    /// <summary>"1,234".</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 slot", "1,234 slots".</summary>
    public static string Count(long number, string one) => $"{Count(number)} {one}{(number == 1 ? "" : "s")}";

    /// <summary>"a, b and 3 more".</summary>
    public static string List(IEnumerable<string> items, int most)
    {
        var all = items.ToList();
        string shown = string.Join(", ", all.Take(most));
        return all.Count > most ? $"{shown} and {Count(all.Count - most)} more" : shown;
    }

    /// <summary>"512 B", "1.5 MiB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1L << 10 => $"{bytes} B",
        < 1L << 20 => Scaled(bytes, 10, "KiB"),
        < 1L << 30 => Scaled(bytes, 20, "MiB"),
        _ => Scaled(bytes, 30, "GiB"),
    };

    /// <summary>A time that was measured: "3.2 s", "2 min 5 s", "1 h 3 min".</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < SecondsPerMinute => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        < SecondsPerHour => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    /// <summary>A time that was estimated, without digits that nobody knows: "4 s", "2 min", "1 h 3 min".</summary>
    public static string About(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds) switch
    {
        <= 1 => "1 s",
        < SecondsPerMinute and var seconds => $"{seconds} s",
        < SecondsPerHour and var seconds => $"{(seconds + SecondsPerMinute - 1) / SecondsPerMinute} min",
        var seconds => $"{seconds / SecondsPerHour} h {seconds % SecondsPerHour / SecondsPerMinute} min",
    };

    private static string Scaled(long bytes, int shift, string unit) =>
        (bytes / (double)(1L << shift)).ToString("F1", CultureInfo.InvariantCulture) + " " + unit;
}

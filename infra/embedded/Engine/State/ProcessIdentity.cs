using System.Diagnostics;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// Tells whether the process that wrote a lock still runs, though its number may have been given out again.
/// </summary>
internal static class ProcessIdentity
{
    private const string BootIdPath = "/proc/sys/kernel/random/boot_id";

    /// <summary>The start time may be rounded, and the clock set, between two readings.</summary>
    private static readonly TimeSpan _slack = TimeSpan.FromSeconds(5);

    /// <summary>"{boot id}:{start time in ticks since boot}" on Linux; null elsewhere or when it doesn't run.</summary>
    public static string? Of(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            // The name in brackets may itself hold blanks and brackets; the fields after it can't.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            const int state = 0, startTime = 19;
            if (fields[state] is "Z" or "X") return null;
            return $"{File.ReadAllText(BootIdPath).Trim()}:{fields[startTime]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Whether the holder of a lock of this host is gone for certain.</summary>
    public static bool IsGone(LockInfo holder)
    {
        if (File.Exists(BootIdPath))
        {
            var now = Of(holder.Pid);
            if (now is null) return !Directory.Exists($"/proc/{holder.Pid}") || IsDead(holder.Pid);
            if (holder.Process is not null) return holder.Process != now;
        }

        return !StartedBefore(holder.Pid, holder.Since);
    }

    private static bool IsDead(int pid)
    {
        try
        {
            return File.ReadLines($"/proc/{pid}/status")
                .Any(l => l.StartsWith("State:", StringComparison.Ordinal)
                    && l.Contains('Z', StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool StartedBefore(int pid, DateTimeOffset since)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.StartTime.ToUniversalTime() <= since.UtcDateTime + _slack;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It runs, but belongs to somebody whose processes can't be looked at.
            return true;
        }
    }
}

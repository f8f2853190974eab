using System.Globalization;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>Times as the state file writes them: UTC, RFC 3339, decimals without trailing zeros.</summary>
internal static class StateTime
{
    public static string Now(TimeProvider clock) => Format(clock.GetUtcNow());

    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Nanoseconds since 1970: how the backend names history and backup files.</summary>
    public static long UnixNanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;
}

using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>
/// How fast slots move, for saying before how long it takes. The figures are those of small servers with small keys;
/// a move under way tells its own time left from what it measures.
/// </summary>
/// <param name="PerMove">What one move between two masters takes before its first slot.</param>
/// <param name="PerSlot">What a slot takes, if it is empty too: opening it, committing it, telling everybody.</param>
/// <param name="KeysPerSecond">How many small keys a second leave one master.</param>
/// <param name="BytesPerSecond">How many bytes a second leave one master.</param>
/// <param name="AtOnce">How many moves run side by side at most. A master takes part in one at a time.</param>
public sealed record MoveSpeed(
    TimeSpan PerMove, TimeSpan PerSlot, long KeysPerSecond, long BytesPerSecond, int AtOnce)
{
    /// <summary>A gentle move works for a quarter of the time, and in small pieces.</summary>
    private const int GentleParts = 6;

    /// <summary>The speed of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="isGentle">Whether a move with SETSLOT and MIGRATE rests after each batch of keys.</param>
    public static MoveSpeed Of(MigrationMethod method, bool isGentle = false) => method switch
    {
        MigrationMethod.Windows when isGentle => s_windows with
        {
            KeysPerSecond = s_windows.KeysPerSecond / GentleParts,
            BytesPerSecond = s_windows.BytesPerSecond / GentleParts,
        },
        MigrationMethod.Windows => s_windows,
        _ => s_atomic,
    };

    private static readonly MoveSpeed s_windows = new(
        TimeSpan.FromMilliseconds(10), TimeSpan.FromMicroseconds(160), 100_000, 100_000_000, AtOnce: 2);

    private static readonly MoveSpeed s_atomic = new(
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMicroseconds(20), 350_000, 200_000_000, AtOnce: int.MaxValue);
}

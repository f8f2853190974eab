namespace RedisInfra.Admin.Migration;

/// <summary>How far a move of slots is.</summary>
/// <param name="SlotsDone">Slots that belong to their new owner.</param>
/// <param name="SlotsTotal">All that move.</param>
/// <param name="KeysDone">Keys that have moved.</param>
/// <param name="KeysTotal">Keys when the plan was made.</param>
/// <param name="BytesDone">Estimated bytes that have moved.</param>
/// <param name="BytesTotal">Estimated bytes when the plan was made.</param>
/// <param name="Elapsed">Since the first slot.</param>
/// <param name="Left">Estimated time left, or null before anything tells.</param>
/// <param name="IsPaused">Whether it waits because somebody paused it.</param>
public sealed record MoveProgress(
    int SlotsDone, int SlotsTotal, long KeysDone, long KeysTotal, long BytesDone, long BytesTotal, TimeSpan Elapsed,
    TimeSpan? Left, bool IsPaused)
{
    /// <summary>Keys a second so far.</summary>
    public double KeysPerSecond => Elapsed > TimeSpan.Zero ? KeysDone / Elapsed.TotalSeconds : 0;
}

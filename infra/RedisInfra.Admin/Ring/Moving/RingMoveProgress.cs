using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>How far a move of a ring's keys is.</summary>
/// <param name="Step">What is done now, as a word: "copying".</param>
/// <param name="KeysDone">Keys that were copied, those that changed again not counted again.</param>
/// <param name="KeysTotal">Keys that move, as they were counted before.</param>
/// <param name="BytesDone">Memory of the keys that were copied, in bytes.</param>
/// <param name="ChangedAgain">Keys that were carried over again, because clients changed them.</param>
/// <param name="Elapsed">Since the first key.</param>
public sealed record RingMoveProgress(
    string Step, long KeysDone, long KeysTotal, long BytesDone, long ChangedAgain, TimeSpan Elapsed)
{
    /// <summary>Keys a second so far.</summary>
    public double KeysPerSecond => Elapsed > TimeSpan.Zero ? KeysDone / Elapsed.TotalSeconds : 0;

    /// <summary>All of it on one line.</summary>
    public override string ToString() =>
        $"{Step}: {Amounts.Count(KeysDone)} of {Amounts.Count(KeysTotal)} keys, {Amounts.Bytes(BytesDone)}, "
        + $"{Amounts.Count((long)KeysPerSecond)} keys/s, {Amounts.Count(ChangedAgain)} changed again";
}

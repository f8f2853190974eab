using System.Collections.Immutable;

namespace RedisInfra.Model.Ring;

/// <summary>The words of nutcracker's files.</summary>
public static class RingWords
{
    /// <summary>The hashes, by the names that files give them.</summary>
    public static ImmutableArray<(string Name, RingHash Hash)> Hashes { get; } =
    [
        ("one_at_a_time", RingHash.OneAtATime), ("md5", RingHash.Md5), ("crc16", RingHash.Crc16),
        ("crc32", RingHash.Crc32), ("crc32a", RingHash.Crc32a), ("fnv1_64", RingHash.Fnv1Bits64),
        ("fnv1a_64", RingHash.Fnv1aBits64), ("fnv1_32", RingHash.Fnv1Bits32), ("fnv1a_32", RingHash.Fnv1aBits32),
        ("hsieh", RingHash.Hsieh), ("murmur", RingHash.Murmur), ("jenkins", RingHash.Jenkins),
    ];

    /// <summary>The distributions, by the names that files give them.</summary>
    public static ImmutableArray<(string Name, RingDistribution Distribution)> Distributions { get; } =
    [
        ("ketama", RingDistribution.Ketama), ("modula", RingDistribution.Modula),
        ("random", RingDistribution.Random),
    ];

    /// <summary>A hash's name in a file.</summary>
    public static string Of(RingHash hash) => Hashes.First(one => one.Hash == hash).Name;

    /// <summary>A distribution's name in a file.</summary>
    public static string Of(RingDistribution distribution) =>
        Distributions.First(one => one.Distribution == distribution).Name;
}

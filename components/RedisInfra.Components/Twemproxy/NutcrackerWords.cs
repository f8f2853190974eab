namespace RedisInfra.Components.Twemproxy;

/// <summary>What nutcracker calls things.</summary>
internal static class NutcrackerWords
{
    public static IReadOnlyList<(string Word, TwemproxyHash Value)> Hashes { get; } =
    [
        ("fnv1a_64", TwemproxyHash.Fnv1a64), ("fnv1_64", TwemproxyHash.Fnv164),
        ("fnv1a_32", TwemproxyHash.Fnv1a32), ("fnv1_32", TwemproxyHash.Fnv132),
        ("one_at_a_time", TwemproxyHash.OneAtATime), ("md5", TwemproxyHash.Md5), ("crc16", TwemproxyHash.Crc16),
        ("crc32", TwemproxyHash.Crc32), ("crc32a", TwemproxyHash.Crc32a), ("hsieh", TwemproxyHash.Hsieh),
        ("murmur", TwemproxyHash.Murmur), ("jenkins", TwemproxyHash.Jenkins),
    ];

    public static IReadOnlyList<(string Word, TwemproxyDistribution Value)> Distributions { get; } =
    [
        ("ketama", TwemproxyDistribution.Ketama), ("modula", TwemproxyDistribution.Modula),
        ("random", TwemproxyDistribution.Random),
    ];

    public static string Of(TwemproxyHash hash) => Hashes.First(entry => entry.Value == hash).Word;

    public static string Of(TwemproxyDistribution distribution) =>
        Distributions.First(entry => entry.Value == distribution).Word;
}

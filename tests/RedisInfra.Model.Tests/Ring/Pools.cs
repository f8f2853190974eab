using RedisInfra.Model.Ring;

namespace RedisInfra.Model.Tests.Ring;

/// <summary>Pools for tests, of lines as files have them.</summary>
internal static class Pools
{
    public static RingPool Of(params IEnumerable<string> lines) => new("cache",
        [.. lines.Select(line => RingServerText.Read(line, out string? why) ?? throw new ArgumentException(why))])
    {
        IsRedis = true, TimeoutMs = 400, Listen = "127.0.0.1:22121",
    };

    /// <summary>Servers cache-0 to cache-(n-1), each at an address of its own.</summary>
    public static RingPool Numbered(int count) =>
        Of(Enumerable.Range(0, count).Select(i => $"cache-{i}:6379:1 cache-{i}"));
}

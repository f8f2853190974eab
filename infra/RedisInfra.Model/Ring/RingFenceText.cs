using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace RedisInfra.Model.Ring;

/// <summary>
/// A fence as servers keep it: a line "7 open" or "7 closed", the ring's lines as nutcracker.yml has them, and perhaps
/// "other:" and that ring's. A proxy's shell puts the lines into its configuration as they are.
/// </summary>
public static class RingFenceText
{
    private const string Closed = "closed";
    private const string Open = "open";
    private const string Other = "other:";
    private const string ServerIndent = "   - ";

    /// <summary>The lines of a pool that decide where keys are.</summary>
    public static string Lines(RingPool pool)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"  hash: {RingWords.Of(pool.Hash)}\n");
        if (pool.HashTag.Length > 0) text.Append(CultureInfo.InvariantCulture, $"  hash_tag: {Quoted(pool.HashTag)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  distribution: {RingWords.Of(pool.Distribution)}\n");
        text.Append("  servers:\n");
        foreach (var server in pool.Servers)
        {
            // Always with its name: what is left out is made of the address, and that may change.
            text.Append(CultureInfo.InvariantCulture,
                $"{ServerIndent}{server.Endpoint}:{server.Weight} {server.Name}\n");
        }

        return $"{text}";
    }

    /// <summary>The value of the key.</summary>
    public static string Of(RingFence fence)
    {
        string head = string.Create(
            CultureInfo.InvariantCulture, $"{fence.Generation} {(fence.IsClosed ? Closed : Open)}\n");
        return head + Lines(fence.Ring) + (fence.Other is { } other ? $"{Other}\n{Lines(other)}" : "");
    }

    /// <summary>Reads it; null when it isn't one of these.</summary>
    /// <param name="pool">What the pool is called.</param>
    /// <param name="text">The value of the key.</param>
    public static RingFence? Read(string pool, string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] head = lines.Length == 0 ? [] : lines[0].Split(' ');
        if (head is not [var number, Closed or Open]
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long generation))
            return null;
        int other = Array.IndexOf(lines, Other);
        var ring = Pool(pool, lines[1..(other < 0 ? lines.Length : other)]);
        var next = other < 0 ? null : Pool(pool, lines[(other + 1)..]);
        return ring is null || (other >= 0 && next is null) ? null
            : new RingFence(generation, head[1] == Closed, ring, next);
    }

    private static RingPool? Pool(string name, string[] lines)
    {
        var servers = ImmutableArray.CreateBuilder<RingServer>();
        var pool = new RingPool(name, []) { IsRedis = true };
        foreach (string line in lines)
        {
            if (line.StartsWith(ServerIndent, StringComparison.Ordinal))
            {
                if (RingServerText.Read(line[ServerIndent.Length..], out _) is not { } server) return null;
                servers.Add(server);
                continue;
            }

            string[] parts = line.Trim().Split(": ", 2);
            if (parts is not [var key, var value])
            {
                if (parts is not ["servers:"]) return null;
                continue;
            }

            var hash = RingWords.Hashes.Where(word => word.Name == value).ToList();
            var distribution = RingWords.Distributions.Where(word => word.Name == value).ToList();
            if (key == "hash" && hash.Count == 1) pool = pool with { Hash = hash[0].Hash };
            else if (key == "hash_tag" && Unquoted(value) is { } tag) pool = pool with { HashTag = tag };
            else if (key == "distribution" && distribution.Count == 1)
                pool = pool with { Distribution = distribution[0].Distribution };
            else return null;
        }

        return servers.Count == 0 ? null : pool with { Servers = servers.ToImmutable() };
    }

    /// <summary>A text as nutcracker.yml has it between quotation marks.</summary>
    public static string Quoted(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        + "\"";

    private static string? Unquoted(string text) => text.Length < 2 || text[0] != '"' || text[^1] != '"' ? null
        : text[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
}

using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Files;

/// <summary>Reads one pool.</summary>
internal sealed class NutcrackerPoolReader(string file, NutcrackerEntry pool, List<Diagnostic> found)
{
    private const int MaxPort = 65535;
    private static readonly string[] s_numbers =
    [
        "timeout", "backlog", "client_connections", "redis_db", "server_connections", "server_retry_timeout",
        "server_failure_limit",
    ];
    private static readonly string[] s_switches =
        ["redis", "tcpkeepalive", "reuseport", "preconnect", "auto_eject_hosts"];
    private static readonly string[] s_others =
        ["listen", "hash", "hash_tag", "distribution", "redis_auth", "servers"];

    /// <summary>The pool, as far as it can be read; what is wrong with it is among the findings.</summary>
    public RingPool Read()
    {
        NutcrackerFile.Twice(pool.Entries.Select(entry => (entry.Key, entry.Line)), "that key", file, found);
        foreach (var entry in pool.Entries) Look(entry);
        foreach (string needed in new[] { "listen", "servers" })
        {
            if (Entry(needed) is null)
            {
                Add("RI3425", pool.Line, $"{pool.Key} has no \"{needed}\"", "nutcracker doesn't start without",
                    "Add it");
            }
        }
        var servers = Servers();
        bool isRedis = Text("redis") == "true";
        if (!isRedis && Entry("redis_auth") is { } auth)
            Add("RI3422", auth.Line, "redis_auth stands there", "redis isn't true", "Add redis: true, or remove it");
        string tag = Text("hash_tag") ?? "";
        return new RingPool(pool.Key, servers)
        {
            Listen = Text("listen") ?? "",
            Hash = RingWords.Hashes.Where(one => one.Name == Text("hash")).Select(one => (RingHash?)one.Hash)
                .FirstOrDefault() ?? RingHash.Fnv1aBits64,
            HashTag = RingServerText.IsTag(tag) ? tag : "",
            Distribution = RingWords.Distributions.Where(one => one.Name == Text("distribution"))
                .Select(one => one.Distribution).FirstOrDefault(RingDistribution.Ketama),
            TimeoutMs = Number(Text("timeout")),
            IsRedis = isRedis,
            HasPassword = Entry("redis_auth") is not null,
            Database = Number(Text("redis_db")) ?? 0,
            EjectsServers = Text("auto_eject_hosts") == "true",
        };
    }

    private void Look(NutcrackerEntry entry)
    {
        string key = entry.Key;
        if (!s_numbers.Contains(key) && !s_switches.Contains(key) && !s_others.Contains(key))
        {
            string keys = string.Join(", ", s_others.Concat(s_numbers).Concat(s_switches));
            Add("RI3421", entry.Line, $"\"{key}\" stands there", "nutcracker knows no such key",
                $"Correct or remove it; the keys are {keys}");
            return;
        }
        bool isList = key == "servers";
        if (isList == entry.Items.IsDefault)
        {
            Value(entry, isList ? "a list is needed" : "a text is needed");
            return;
        }
        string text = entry.Text ?? "";
        if (s_numbers.Contains(key) && Number(text) is null) Value(entry, "it is no number from 0");
        if (key == "server_connections" && Number(text) == 0) Value(entry, "nutcracker doesn't start with none");
        if (s_switches.Contains(key) && text is not ("true" or "false")) Value(entry, "it is neither true nor false");
        if (key == "hash" && RingWords.Hashes.All(one => one.Name != text))
            Value(entry, $"it is none of {string.Join(", ", RingWords.Hashes.Select(one => one.Name))}");
        if (key == "distribution" && RingWords.Distributions.All(one => one.Name != text))
            Value(entry, $"it is none of {string.Join(", ", RingWords.Distributions.Select(one => one.Name))}");
        if (key == "hash_tag" && !RingServerText.IsTag(text)) Value(entry, "a hash tag has two characters");
        if (key == "listen" && !IsAddress(text)) Value(entry, "it is neither host:port nor a path");
    }

    private ImmutableArray<RingServer> Servers()
    {
        var entry = Entry("servers");
        if (entry is null || entry.Items.IsDefault) return [];
        if (entry.Items.IsEmpty)
            Add("RI3425", entry.Line, $"{pool.Key} has no servers", "nutcracker doesn't start without", "Add them");
        var servers = new List<(RingServer Server, int Line)>();
        foreach (var (text, line) in entry.Items)
        {
            if (RingServerText.Read(text, out string? why) is { } server) servers.Add((server, line));
            else Add("RI3423", line, $"the server \"{text}\" stands there", why!, "Such as cache-0:6379:1 cache-0");
        }
        NutcrackerFile.Twice(servers.Select(one => (one.Server.Name, one.Line)), "a server of that name", file, found);
        return [.. servers.Select(one => one.Server)];
    }

    private void Value(NutcrackerEntry entry, string why)
    {
        // A password is no text for messages, whatever else is wrong with it.
        string what = entry.Key == "redis_auth" || entry.Text is null ? entry.Key : $"{entry.Key}: {entry.Text}";
        Add("RI3422", entry.Line, $"\"{what}\" stands there", why, "Write a value that nutcracker takes");
    }

    private void Add(string code, int line, string what, string why, string fix) =>
        found.Add(new Diagnostic(code, $"{file}:{line}", what, why, fix));

    private NutcrackerEntry? Entry(string key) => pool.Entries.FirstOrDefault(entry => entry.Key == key);

    private string? Text(string key) => Entry(key)?.Text;

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static bool IsAddress(string text)
    {
        if (text.StartsWith('/')) return true;
        int colon = text.LastIndexOf(':');
        return colon > 0 && Number(text[(colon + 1)..]) is > 0 and <= MaxPort;
    }
}

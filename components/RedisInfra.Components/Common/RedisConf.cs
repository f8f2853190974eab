using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Common;

/// <summary>Builds a redis.conf: the same text for the same values, in one order.</summary>
internal sealed class RedisConf
{
    private readonly StringBuilder _text = new();

    public void Section(string why) =>
        _text.Append(_text.Length == 0 ? "" : "\n").Append("# ").Append(why).Append('\n');

    public void Line(string directive, string value) =>
        _text.Append(directive).Append(' ').Append(value).Append('\n');

    public void Line(string directive, long value) => Line(directive, value.ToString(CultureInfo.InvariantCulture));

    public void Network()
    {
        Section("Network. Every client needs the password, so protected mode has nothing to add.");
        Line("bind", "* -::*");
        Line("port", RedisClusterDefaults.Port);
        Line("protected-mode", "no");
    }

    public void Memory(Quantity limit, int percent, string policy)
    {
        Section($"Memory: {percent} % of the limit of {limit}.");
        // Whole bytes; integer maths, so that every machine renders the same.
        Line("maxmemory", (long)((Int128)limit.Bytes * percent / 100));
        Line("maxmemory-policy", policy);
    }

    public void Persistence(RedisStorage storage, RedisPersistence persistence)
    {
        Section("Persistence.");
        Line("dir", "/data");
        Line("appendonly", persistence.AppendOnly == AofSync.Off ? "no" : "yes");
        Line("appendfsync", persistence.AppendOnly switch
        {
            AofSync.Always => "always",
            AofSync.BySystem => "no",
            _ => "everysec",
        });
        // On NFS a sync during a rewrite stalls the main thread for seconds (redis.io, "Diagnosing latency issues").
        Line("no-appendfsync-on-rewrite", storage is RedisStorage.Nfs ? "yes" : "no");
        Line("save", persistence.Snapshots ? Rules(persistence.SnapshotRules) : "\"\"");
    }

    /// <summary>What the caller declared besides.</summary>
    public void Declared(ImmutableDictionary<string, string> extra)
    {
        if (!extra.IsEmpty) Section("As declared.");
        foreach (var (directive, value) in extra.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            Line(directive, value);
    }

    private static string Rules(IReadOnlyList<RedisSnapshotRule> rules) => string.Join(' ', rules.Select(rule =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)rule.After.TotalSeconds} {rule.Changes}")));

    public override string ToString() => _text.ToString();
}

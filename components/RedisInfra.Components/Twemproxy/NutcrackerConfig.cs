using System.Globalization;
using System.Text;
using RedisInfra.Components.Cluster;
using RedisInfra.Model.Ring;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// Renders nutcracker.yml without its passwords: the same text for the same values. render.sh puts them in.
/// </summary>
internal static class NutcrackerConfig
{
    /// <summary>The line after which render.sh puts the password.</summary>
    public const string AuthFollows = "  redis: true";

    /// <param name="layout">The rings.</param>
    /// <param name="domain">The domain of the shards' stable names.</param>
    public static string Render(TwemproxyLayout layout, string domain)
    {
        var text = new StringBuilder();
        foreach (var ring in layout.Rings) Append(text, ring, domain);
        return text.ToString();
    }

    private static void Append(StringBuilder text, RingLayout ring, string domain)
    {
        var spec = ring.Spec;
        void Line(string key, string value) => text.Append("  ").Append(key).Append(": ").Append(value).Append('\n');

        text.Append(text.Length == 0 ? "" : "\n").Append(spec.Name).Append(":\n");
        Line("listen", $"0.0.0.0:{Number(spec.Port)}");
        Line("hash", NutcrackerWords.Of(spec.Hash));
        if (spec.HashTag is { } tag) Line("hash_tag", RingFenceText.Quoted(tag));
        Line("distribution", NutcrackerWords.Of(spec.Distribution));
        if (spec.Timeout is { } timeout) Line("timeout", Number((long)timeout.TotalMilliseconds));
        Line("auto_eject_hosts", spec.Ejection is null ? "false" : "true");
        if (spec.Ejection is { } ejection)
        {
            Line("server_failure_limit", Number(ejection.FailureLimit));
            Line("server_retry_timeout", Number((long)ejection.RetryTimeout.TotalMilliseconds));
        }

        Line("preconnect", spec.Preconnect ? "true" : "false");
        // A client that vanished without a word would hold its connection for ever.
        Line("tcpkeepalive", "true");
        // More than one would let two requests of a client overtake one another.
        Line("server_connections", "1");
        text.Append(AuthFollows).Append('\n');
        text.Append("  servers:\n");
        foreach (var shard in ring.Shards) text.Append("   - ").Append(Server(ring, shard, domain)).Append('\n');
    }

    /// <summary>A shard as a line of the file, without its dash.</summary>
    // The full name with its last dot: no search list is gone through while all other requests wait. That of a shard
    // with replicas has no dot: see FollowScript.
    public static string Server(RingLayout ring, RingShard shard, string domain)
    {
        string host = ring.HasReplicas ? shard.Pod : $"{shard.Pod}.{domain}.";
        return string.Create(CultureInfo.InvariantCulture,
            $"{host}:{RedisClusterDefaults.Port}:{shard.Weight} {shard.Pod}");
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using RedisInfra.Admin.Discovery;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Sentinel;

namespace RedisInfra.Admin.Sentinel;

/// <summary>What Sentinels and servers reply, as records.</summary>
internal static class SentinelReplies
{
    private static readonly string[] s_options =
        ["quorum", "down-after-milliseconds", "failover-timeout", "parallel-syncs"];

    /// <summary>An array of names and values.</summary>
    public static IReadOnlyDictionary<string, string> Fields(RespValue reply)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i + 1 < reply.Items.Count; i += 2) fields[reply.Items[i].Text] = reply.Items[i + 1].Text;
        return fields;
    }

    public static string Endpoint(IReadOnlyDictionary<string, string> fields) =>
        Endpoint(fields.GetValueOrDefault("ip", ""), fields.GetValueOrDefault("port", ""));

    public static string Endpoint(string host, string port) =>
        int.TryParse(port, out int number) ? new NodeAddress(host, number).ToString() : $"{host}:{port}";

    public static ImmutableArray<string> Flags(IReadOnlyDictionary<string, string> fields) =>
        [.. fields.GetValueOrDefault("flags", "").Split(',', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The options of a master that SENTINEL SET can change and that can be read.</summary>
    public static ImmutableDictionary<string, string> Settings(IReadOnlyDictionary<string, string> fields) =>
        fields.Where(field => s_options.Contains(field.Key)).ToImmutableDictionary();

    public static bool IsDenied(Exception failed) =>
        failed is RedisErrorException { Code: "WRONGPASS" or "NOAUTH" or "NOPERM" };

    public static ImmutableArray<KnownInstance> Known(RespValue reply) =>
    [
        .. reply.Items.Select(Fields).Select(
            fields => new KnownInstance(Endpoint(fields), fields.GetValueOrDefault("runid", ""), Flags(fields))
            {
                Priority = int.TryParse(fields.GetValueOrDefault("slave-priority"), out int priority) ? priority : 100,
            }),
    ];

    public static ObservedServer Server(string endpoint, InfoText info)
    {
        bool isMaster = info.Text("role") == "master";
        return new ObservedServer(endpoint)
        {
            RunId = info.Text("run_id"),
            IsMaster = isMaster,
            Follows = isMaster ? "" : Endpoint(info.Text("master_host"), info.Text("master_port")),
            ReplicationId = info.Text("master_replid"),
            IsLinkUp = info.Text("master_link_status") == "up",
            Offset = info.Number(isMaster ? "master_repl_offset" : "slave_repl_offset"),
            Priority = isMaster ? 100 : (int)info.Number("slave_priority"),
            IsLoading = info.Number("loading") != 0,
            Keys = info.KeyCount,
            MemoryBytes = info.Number("used_memory"),
        };
    }
}

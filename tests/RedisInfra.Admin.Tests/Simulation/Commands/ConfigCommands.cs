using System.Globalization;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>CONFIG GET and SET of single parameters.</summary>
internal static class ConfigCommands
{
    private static readonly Dictionary<string, string> s_defaults = new(StringComparer.Ordinal)
    {
        ["repl-diskless-sync-delay"] = "5",
        ["maxmemory"] = "0",
        ["proc-title-template"] = "{title} {listen-addr} {server-mode}",
        ["maxmemory-policy"] = "noeviction",
        ["cluster-announce-ip"] = "",
        ["cluster-require-full-coverage"] = "yes",
        ["tls-cluster"] = "no",
        ["tls-port"] = "0",
        ["appendonly"] = "yes",
        ["proto-max-bulk-len"] = "536870912",
        ["lua-time-limit"] = "5000",
        ["busy-reply-threshold"] = "5000",
        ["cluster-slot-stats-enabled"] = "no",
    };

    public static RespValue Execute(SimulatedNode node, CommandWords words)
    {
        if (words.Is(1, "GET"))
        {
            var found = new List<string>();
            for (int i = 2; i < words.Count; i++)
            {
                string name = words.Text(i);
                if (Get(node, name) is { } value) found.AddRange([name, value]);
                else node.World.Count($"unknown setting: {name}");
            }
            return Replies.Texts(found);
        }
        if (words.Is(1, "SET"))
        {
            for (int i = 2; i + 1 < words.Count; i += 2) Set(node, words.Text(i), words.Text(i + 1));
            return Replies.Ok;
        }
        return words.Is(1, "REWRITE") || words.Is(1, "RESETSTAT") ? Replies.Ok : CommandTable.Unknown(node, words);
    }

    private static string? Get(SimulatedNode node, string name) => name switch
    {
        "cluster-node-timeout" => node.NodeTimeoutMs.ToString(CultureInfo.InvariantCulture),
        "cluster-allow-replica-migration" => node.AllowsReplicaMigration ? "yes" : "no",
        _ => node.Settings.GetValueOrDefault(name) ?? s_defaults.GetValueOrDefault(name),
    };

    private static void Set(SimulatedNode node, string name, string value)
    {
        if (name == "cluster-node-timeout") node.NodeTimeoutMs = int.Parse(value, CultureInfo.InvariantCulture);
        else node.Settings[name] = value;
    }
}

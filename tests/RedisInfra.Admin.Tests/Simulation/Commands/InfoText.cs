using System.Text;
using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Commands;

/// <summary>The texts of INFO and CLUSTER INFO: the fields that somebody may look at.</summary>
internal static class InfoText
{
    public static string Of(SimulatedNode node)
    {
        var profile = node.World.Profile;
        var text = new StringBuilder("# Server\r\n");
        Field("redis_version", profile.IsValkey ? "7.2.4" : profile.Version);
        if (profile.IsValkey) Field("server_name", "valkey");
        if (profile.IsValkey) Field("valkey_version", profile.Version);
        Field("uptime_in_seconds", "1000");
        text.Append("# Memory\r\n");
        Field("used_memory", $"{1_000_000 + node.Data.Count * 100}");
        Field("maxmemory", node.Settings.GetValueOrDefault("maxmemory", "0"));
        Field("maxmemory_policy", node.Settings.GetValueOrDefault("maxmemory-policy", "noeviction"));
        text.Append("# Persistence\r\n");
        Field("loading", node.IsLoading ? "1" : "0");
        text.Append("# Replication\r\n");
        Field("role", node.IsMaster ? "master" : "slave");
        if (node.IsMaster)
        {
            Field("connected_slaves", $"{node.World.Nodes.Count(other =>
                other.Following is { IsOnline: true } following && following.Source == node.Id)}");
        }
        else
        {
            var master = node.View.Myself.Master!.Node;
            Field("master_host", master.Ip);
            Field("master_port", $"{master.Member.Port}");
            Field("master_link_status", node.Following is { IsOnline: true } ? "up" : "down");
            Field("slave_repl_offset", $"{node.LogEnd}");
        }
        Field("master_repl_offset", $"{node.LogEnd}");
        text.Append("# Commandstats\r\n");
        if (node.MigrateCalls > 0) Field("cmdstat_migrate", $"calls={node.MigrateCalls},usec=1");
        if (node.SetSlotCalls > 0) Field("cmdstat_cluster|setslot", $"calls={node.SetSlotCalls},usec=1");
        text.Append("# Cluster\r\n");
        Field("cluster_enabled", "1");
        text.Append("# Keyspace\r\n");
        if (node.Data.Count > 0) Field("db0", $"keys={node.Data.Count},expires=0,avg_ttl=0");
        return text.ToString();

        void Field(string name, string value) => text.Append(name).Append(':').Append(value).Append("\r\n");
    }

    public static string OfCluster(SimulatedNode node)
    {
        var view = node.View;
        int assigned = 16384 - view.Unassigned;
        int failed = view.Peers.Where(peer => peer.IsFailed).Sum(peer => peer.SlotCount);
        int suspected = view.Peers.Where(peer => peer.IsSuspected).Sum(peer => peer.SlotCount);
        long epoch = (view.Find(view.Myself.Master) ?? view.Myself).ConfigEpoch;
        return $"""
            cluster_state:{(node.IsStateOk ? "ok" : "fail")}
            cluster_slots_assigned:{assigned}
            cluster_slots_ok:{assigned - failed - suspected}
            cluster_slots_pfail:{suspected}
            cluster_slots_fail:{failed}
            cluster_known_nodes:{view.Known}
            cluster_size:{node.Size}
            cluster_current_epoch:{view.CurrentEpoch}
            cluster_my_epoch:{epoch}

            """.ReplaceLineEndings("\r\n");
    }
}

using System.Text;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Proxy;

/// <summary>Replaces announced addresses in replies by local ones.</summary>
/// <param name="map">Which local port stands for which node.</param>
/// <param name="ownPort">The local port of the node that replies: it may not know its own address.</param>
internal sealed class ReplyRewriter(AddressMap map, int ownPort)
{
    public const string LocalHost = "127.0.0.1";

    public RespValue Rewrite(RewriteKind kind, RespValue reply)
    {
        if (reply.IsError) return Redirect(reply);
        return (kind, reply.Kind) switch
        {
            (RewriteKind.ClusterNodes, RespKind.Bulk) => RespValue.Bulk(Nodes(reply.Text)),
            (RewriteKind.ClusterNodes, RespKind.Array) =>
                RespValue.Of([.. reply.Items.Select(line => RespValue.Bulk(Nodes(line.Text).TrimEnd('\n')))]),
            (RewriteKind.ClusterSlots, RespKind.Array) => RespValue.Of([.. reply.Items.Select(SlotEntry)]),
            (RewriteKind.ClusterShards, RespKind.Array) => RespValue.Of([.. reply.Items.Select(ShardEntry)]),
            (RewriteKind.Info, RespKind.Bulk) => RespValue.Bulk(Info(reply.Text)),
            _ => reply,
        };
    }

    /// <summary>"MOVED slot host:port" and "ASK slot host:port".</summary>
    private RespValue Redirect(RespValue error)
    {
        var words = error.Text.Split(' ');
        if (words.Length < 3 || words[0] is not ("MOVED" or "ASK") || map.PortOf(words[2]) is not { } port)
            return error;
        return RespValue.Of(RespKind.Error, Encoding.UTF8.GetBytes($"{words[0]} {words[1]} {LocalHost}:{port}"));
    }

    /// <summary>
    /// Lines of nodes that nothing stands for, such as half-met ones, are left out: a client can't use them.
    /// </summary>
    private string Nodes(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        map.Learn(lines.Select(ClusterNodesText.ParseLine));
        var rewritten = new StringBuilder(text.Length);
        foreach (string line in lines)
        {
            var record = ClusterNodesText.ParseLine(line);
            int? port = record.IsMyself ? ownPort : map.PortOf(record.Id);
            if (port is null) continue;
            var fields = line.Split(' ');
            fields[1] = $"{LocalHost}:{port}@{record.BusPort}";
            rewritten.AppendJoin(' ', fields).Append('\n');
        }
        return rewritten.ToString();
    }

    /// <summary>[first, last, [host, port, id, metadata], …]</summary>
    private RespValue SlotEntry(RespValue entry) =>
        RespValue.Of([.. entry.Items.Select(item => item.Kind == RespKind.Array ? SlotNode(item) : item)]);

    private RespValue SlotNode(RespValue node)
    {
        if (node.Items.Count < 2) return node;
        int? port = node.Items.Count > 2 && NodeId.TryParse(node.Items[2].Text, out var id) ? map.PortOf(id) : null;
        port ??= map.PortOf($"{node.Items[0].Text}:{node.Items[1].Text}");
        if (port is null) return node;
        var items = node.Items.ToArray();
        items[0] = RespValue.Bulk(LocalHost);
        items[1] = RespValue.Of(port.Value);
        if (items.Length > 3) items[3] = RespValue.Of([]);
        return RespValue.Of(items);
    }

    /// <summary>["slots", […], "nodes", [[name, value, …], …]]</summary>
    private RespValue ShardEntry(RespValue entry)
    {
        var items = entry.Items.ToArray();
        for (int i = 0; i + 1 < items.Length; i += 2)
        {
            if (items[i].Text == "nodes") items[i + 1] = RespValue.Of([.. items[i + 1].Items.Select(ShardNode)]);
        }
        return RespValue.Of(items);
    }

    private RespValue ShardNode(RespValue node)
    {
        var items = node.Items.ToArray();
        int? port = null;
        for (int i = 0; i + 1 < items.Length; i += 2)
        {
            if (items[i].Text == "id" && NodeId.TryParse(items[i + 1].Text, out var id)) port = map.PortOf(id);
        }
        if (port is null) return node;
        for (int i = 0; i + 1 < items.Length; i += 2)
        {
            if (items[i].Text is "ip" or "endpoint" or "hostname") items[i + 1] = RespValue.Bulk(LocalHost);
            if (items[i].Text is "port" or "tls-port") items[i + 1] = RespValue.Of(port.Value);
        }
        return RespValue.Of(items);
    }

    /// <summary>master_host, master_port and the slaveN lines of INFO replication.</summary>
    private string Info(string text)
    {
        var info = InfoText.Parse(text);
        int? master = map.PortOf($"{info.Text("master_host")}:{info.Text("master_port")}");
        var lines = text.Split("\r\n");
        for (int i = 0; i < lines.Length; i++)
        {
            if (master is not null && lines[i].StartsWith("master_host:", StringComparison.Ordinal))
                lines[i] = $"master_host:{LocalHost}";
            else if (master is not null && lines[i].StartsWith("master_port:", StringComparison.Ordinal))
                lines[i] = $"master_port:{master}";
            else if (lines[i].StartsWith("slave", StringComparison.Ordinal) && lines[i].Contains(":ip="))
                lines[i] = InfoReplica(lines[i]);
        }
        return string.Join("\r\n", lines);
    }

    private string InfoReplica(string line)
    {
        var parts = line[(line.IndexOf(':') + 1)..].Split(',');
        string Part(string name) => parts
            .FirstOrDefault(part => part.StartsWith(name, StringComparison.Ordinal), name)[name.Length..];
        string ip = Part("ip=");
        string port = Part("port=");
        return map.PortOf($"{ip}:{port}") is { } local
            ? line.Replace($"ip={ip},port={port}", $"ip={LocalHost},port={local}")
            : line;
    }
}

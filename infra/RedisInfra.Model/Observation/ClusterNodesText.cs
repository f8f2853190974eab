using System.Collections.Immutable;
using System.Globalization;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Observation;

/// <summary>
/// Reads the text of <c>CLUSTER NODES</c> (https://redis.io/commands/cluster-nodes), of Redis 4 to 8 and Valkey.
/// </summary>
public static class ClusterNodesText
{
    private const int FixedFieldCount = 8;

    /// <summary>Reads all lines.</summary>
    /// <exception cref="FormatException">A line isn't as documented; the message says which and why.</exception>
    public static ImmutableArray<NodeRecord> Parse(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseLine)];

    /// <summary>Reads one line.</summary>
    /// <exception cref="FormatException">The line isn't as documented.</exception>
    public static NodeRecord ParseLine(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < FixedFieldCount) throw Bad(line, $"{fields.Length} fields instead of at least 8");
        if (!NodeId.TryParse(fields[0], out var id)) throw Bad(line, "no node id");
        var (ip, port, busPort, hostname) = ParseAddress(line, fields[1]);
        NodeId? master = null;
        if (fields[3] != "-") master = NodeId.TryParse(fields[3], out var of) ? of : throw Bad(line, "no master id");
        if (!long.TryParse(fields[6], NumberStyles.None, CultureInfo.InvariantCulture, out long epoch))
            throw Bad(line, "no config epoch");
        var ranges = new List<SlotRange>();
        var open = ImmutableArray.CreateBuilder<OpenSlot>();
        foreach (string field in fields.AsSpan(FixedFieldCount))
        {
            if (field[0] == '[') open.Add(ParseOpenSlot(line, field));
            else if (SlotRange.TryParse(field, out var range)) ranges.Add(range);
            else throw Bad(line, $"{field} is no slot range");
        }
        var slots = ranges.Count == 0 ? SlotSet.Empty : SlotSet.Of(ranges);
        return new NodeRecord(id, ip, port, busPort, hostname, ParseFlags(fields[2]), master, epoch,
            fields[7] == "connected", slots, open.ToImmutable());
    }

    private static NodeFlags ParseFlags(string text)
    {
        var flags = NodeFlags.None;
        foreach (string flag in text.Split(','))
        {
            flags |= flag switch
            {
                "myself" => NodeFlags.Myself,
                "master" => NodeFlags.Master,
                "slave" or "replica" => NodeFlags.Replica,
                "fail?" => NodeFlags.PossiblyFailed,
                "fail" => NodeFlags.Failed,
                "handshake" => NodeFlags.Handshake,
                "noaddr" => NodeFlags.NoAddress,
                "nofailover" => NodeFlags.NoFailover,
                _ => NodeFlags.None, // Later servers may add flags; they don't change what the known ones mean.
            };
        }
        return flags;
    }

    /// <summary>ip:port@busport[,hostname[,key=value…]]; the ip may be empty or an IPv6 address.</summary>
    private static (string Ip, int Port, int BusPort, string? Hostname) ParseAddress(string line, string field)
    {
        var parts = field.Split(',');
        string address = parts[0];
        int at = address.IndexOf('@');
        string endpoint = at < 0 ? address : address[..at];
        int colon = endpoint.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(endpoint.AsSpan(colon + 1), CultureInfo.InvariantCulture, out int port))
            throw Bad(line, $"{field} is no address");
        int busPort = port + 10000;
        if (at >= 0 && !int.TryParse(address.AsSpan(at + 1), CultureInfo.InvariantCulture, out busPort))
            throw Bad(line, $"{field} has no bus port");
        string? hostname = parts.Length > 1 && parts[1].Length > 0 && !parts[1].Contains('=') ? parts[1] : null;
        return (endpoint[..colon], port, busPort, hostname);
    }

    private static OpenSlot ParseOpenSlot(string line, string field)
    {
        string inner = field.Trim('[', ']');
        int arrow = inner.IndexOf("->-", StringComparison.Ordinal);
        var direction = OpenSlotDirection.Migrating;
        if (arrow < 0)
        {
            arrow = inner.IndexOf("-<-", StringComparison.Ordinal);
            direction = OpenSlotDirection.Importing;
        }
        if (arrow < 0 || !SlotRange.TryParse(inner[..arrow], out var slot)
            || !NodeId.TryParse(inner.AsSpan(arrow + 3), out var peer))
            throw Bad(line, $"{field} is no open slot");
        return new OpenSlot(slot.First, direction, peer);
    }

    private static FormatException Bad(string line, string why) =>
        new($"CLUSTER NODES: {why}, in \"{(line.Length > 200 ? line[..200] + "…" : line)}\"");
}

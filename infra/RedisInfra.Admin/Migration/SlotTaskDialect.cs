using System.Globalization;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>How a kind of server is told to move slots by itself, and how it tells how far it is. Pure.</summary>
internal abstract class SlotTaskDialect
{
    public static SlotTaskDialect Of(MigrationMethod method) => method switch
    {
        MigrationMethod.RedisImport => new RedisImport(),
        MigrationMethod.ValkeyMigrateSlots => new ValkeyMigrateSlots(),
        _ => throw new InvalidOperationException($"bug in RedisInfra: {method} isn't carried out by servers"),
    };

    /// <summary>Whom to tell and to ask.</summary>
    public abstract Member Asked(SlotWindow window);

    /// <summary>Begins.</summary>
    public abstract RespCommand Start(SlotWindow window);

    /// <summary>All tasks that the server remembers.</summary>
    public abstract RespCommand List { get; }

    /// <summary>Tells of one task, perhaps among others.</summary>
    public abstract RespCommand Status(string id);

    /// <summary>Gives one task up. Neither server has two at once from us.</summary>
    public abstract RespCommand Cancel(string id);

    /// <summary>Every task that a reply to <see cref="List"/> or <see cref="Status"/> tells of.</summary>
    public IEnumerable<SlotTaskState> Read(RespValue reply)
    {
        // One task is a list of names and values, several are a list of those.
        var items = reply.Items.Count > 0 && reply.Items[0].Kind != RespKind.Array ? [reply] : reply.Items;
        return items.Select(SlotTasksText.Fields).Select(Read);
    }

    protected abstract SlotTaskState Read(Dictionary<string, string> fields);

    private static IEnumerable<string> Ranges(SlotWindow window) => SlotSet.OfSlots(window.Slots).Ranges
        .SelectMany(range => new[] { range.First, range.Last })
        .Select(slot => slot.ToString(CultureInfo.InvariantCulture));

    /// <summary>Redis 8.4 and newer: the destination fetches.</summary>
    private sealed class RedisImport : SlotTaskDialect
    {
        public override RespCommand List { get; } = RespCommand.Of("CLUSTER", "MIGRATION", "STATUS", "ALL");

        public override Member Asked(SlotWindow window) => window.To;

        public override RespCommand Start(SlotWindow window) =>
            RespCommand.Of(["CLUSTER", "MIGRATION", "IMPORT", .. Ranges(window)]);

        public override RespCommand Status(string id) => RespCommand.Of("CLUSTER", "MIGRATION", "STATUS", "ID", id);

        public override RespCommand Cancel(string id) => RespCommand.Of("CLUSTER", "MIGRATION", "CANCEL", "ID", id);

        protected override SlotTaskState Read(Dictionary<string, string> fields) => new(
            fields.GetValueOrDefault("id", ""), fields.GetValueOrDefault("slots", ""),
            fields.GetValueOrDefault("state", ""), fields.GetValueOrDefault("last_error", ""));
    }

    /// <summary>Valkey 9 and newer: the source sends.</summary>
    private sealed class ValkeyMigrateSlots : SlotTaskDialect
    {
        public override RespCommand List { get; } = RespCommand.Of("CLUSTER", "GETSLOTMIGRATIONS");

        public override Member Asked(SlotWindow window) => window.From;

        public override RespCommand Start(SlotWindow window) => RespCommand.Of(
            ["CLUSTER", "MIGRATESLOTS", "SLOTSRANGE", .. Ranges(window), "NODE", window.ToId.Value]);

        public override RespCommand Status(string id) => List;

        public override RespCommand Cancel(string id) => RespCommand.Of("CLUSTER", "CANCELSLOTMIGRATIONS");

        protected override SlotTaskState Read(Dictionary<string, string> fields) => new(
            fields.GetValueOrDefault("name", ""), fields.GetValueOrDefault("slot_ranges", ""),
            fields.GetValueOrDefault("state", ""), fields.GetValueOrDefault("message", ""));
    }
}

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

    /// <summary>
    /// Gives one task up, unless the destination may own its slots already: then the server does nothing, and the task
    /// is about to end.
    /// </summary>
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

        /// <summary>
        /// The destination is asked, and it is the one that takes over: what it gives up it never takes, and what it
        /// has taken is no task any more that it would find (cluster_asm.c, asmTaskCancel, asmImportTakeover).
        /// </summary>
        public override RespCommand Cancel(string id) => RespCommand.Of("CLUSTER", "MIGRATION", "CANCEL", "ID", id);

        protected override SlotTaskState Read(Dictionary<string, string> fields) => new(
            fields.GetValueOrDefault("id", ""), fields.GetValueOrDefault("slots", ""),
            fields.GetValueOrDefault("state", ""), fields.GetValueOrDefault("last_error", ""));
    }

    /// <summary>Valkey 9 and newer: the source sends.</summary>
    private sealed class ValkeyMigrateSlots : SlotTaskDialect
    {
        /// <summary>
        /// The source is asked, and from failover-granted on it has given its word: the target may have taken over, and
        /// the source lets clients write the moment that its job is cancelled (cluster_migrateslots.c,
        /// clusterCommandCancelSlotMigrations, finishSlotMigrationJob). What they write is lost when it hears of the
        /// new owner. Between a look and a command of ours the state may change, so that a script does both. It writes
        /// nothing, and says so: the source holds writes back meanwhile. The command cancels every job of a source, so
        /// that another's keeps it from being sent as well.
        /// </summary>
        private const string CancelScript = """
            #!lua flags=no-writes
            local ended = {success = true, failed = true, cancelled = true}
            local found = false
            for _, fields in ipairs(redis.call('CLUSTER', 'GETSLOTMIGRATIONS')) do
              local job = {}
              for i = 1, #fields, 2 do job[fields[i]] = fields[i + 1] end
              if job.operation == 'EXPORT' and not ended[job.state] then
                if job.name ~= ARGV[1] or job.state == 'failover-granted' then return 0 end
                found = true
              end
            end
            if not found then return 0 end
            redis.call('CLUSTER', 'CANCELSLOTMIGRATIONS')
            return 1
            """;

        public override RespCommand List { get; } = RespCommand.Of("CLUSTER", "GETSLOTMIGRATIONS");

        public override Member Asked(SlotWindow window) => window.From;

        public override RespCommand Start(SlotWindow window) => RespCommand.Of(
            ["CLUSTER", "MIGRATESLOTS", "SLOTSRANGE", .. Ranges(window), "NODE", window.ToId.Value]);

        public override RespCommand Status(string id) => List;

        public override RespCommand Cancel(string id) => RespCommand.Of("EVAL", CancelScript, "0", id);

        protected override SlotTaskState Read(Dictionary<string, string> fields) => new(
            fields.GetValueOrDefault("name", ""), fields.GetValueOrDefault("slot_ranges", ""),
            fields.GetValueOrDefault("state", ""), fields.GetValueOrDefault("message", ""));
    }
}

using System.Globalization;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>The commands that move slots.</summary>
internal static class SlotCommands
{
    private static readonly RespCommand?[] s_countKeys = new RespCommand?[SlotRange.SlotCount];

    public static RespCommand Nodes { get; } = RespCommand.Of("CLUSTER", "NODES");

    public static RespCommand Ping { get; } = RespCommand.Of("PING");

    private static RespCommand Asking { get; } = RespCommand.Of("ASKING");

    /// <summary>Made once for each slot: they are sent again and again, for all slots.</summary>
    public static RespCommand CountKeys(int slot) =>
        s_countKeys[slot] ??= RespCommand.Of("CLUSTER", "COUNTKEYSINSLOT", Text(slot));

    public static RespCommand ListKeys(int slot, int count) =>
        RespCommand.Of("CLUSTER", "GETKEYSINSLOT", Text(slot), Text(count));

    public static RespCommand Importing(int slot, NodeId source) => SetSlot(slot, "IMPORTING", source);

    public static RespCommand Migrating(int slot, NodeId destination) => SetSlot(slot, "MIGRATING", destination);

    public static RespCommand Owner(int slot, NodeId owner) => SetSlot(slot, "NODE", owner);

    /// <summary>
    /// An importer takes its slots in one transaction. Each slot that ends its import by SETSLOT NODE is announced to
    /// the whole cluster, and every node then compares all 16384 slots: a window of slots would stall all of them for
    /// milliseconds. So only the last slot is still being imported when it is taken, and announces the others too.
    /// </summary>
    public static IReadOnlyList<RespCommand> Claim(IReadOnlyList<int> slots, NodeId importer) => RespCommand.Together(
    [
        .. slots.SkipLast(1).SelectMany(slot => new[] { Stable(slot), Owner(slot, importer) }),
        Owner(slots[^1], importer),
    ]);

    public static RespCommand Stable(int slot) => RespCommand.Of("CLUSTER", "SETSLOT", Text(slot), "STABLE");

    /// <summary>Deletes a key of a slot that is being imported.</summary>
    public static RespCommand[] Drop(ReadOnlyMemory<byte> key) => [Asking, RespCommand.OfBinary(["UNLINK"], key)];

    public static RespCommand MemoryUsage(ReadOnlyMemory<byte> key) => RespCommand.OfBinary(["MEMORY", "USAGE"], key);

    /// <summary>MIGRATE of keys that are in one slot. The destination's password goes with each (hazard 12).</summary>
    public static RespCommand Migrate(
        string host, int port, TimeSpan timeout, bool replaces, ClusterAccess access,
        IEnumerable<ReadOnlyMemory<byte>> keys)
    {
        var words = new List<string>(12)
        {
            "MIGRATE", host, Text(port), "", "0", Text((int)timeout.TotalMilliseconds),
        };
        if (replaces) words.Add("REPLACE");
        if (access.Password is { } password)
        {
            if (access.User is { } user) words.AddRange(["AUTH2", user, password]);
            else words.AddRange(["AUTH", password]);
        }
        words.Add("KEYS");
        return RespCommand.OfBinary(words, keys);
    }

    private static RespCommand SetSlot(int slot, string word, NodeId node) =>
        RespCommand.Of("CLUSTER", "SETSLOT", Text(slot), word, node.Value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

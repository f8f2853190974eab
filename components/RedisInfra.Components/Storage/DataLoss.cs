using System.Globalization;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Storage;

/// <summary>What a single server may lose of the writes that it acknowledged. One that is told to stop loses nothing
/// that its persistence could keep.</summary>
/// <param name="WhenKilled">The writes of so much time, when the process ends without a word; null: no such limit.
/// </param>
/// <param name="WhenMachineCrashes">The same when its machine does.</param>
/// <param name="Text">Both in words.</param>
internal sealed record DataLoss(TimeSpan? WhenKilled, TimeSpan? WhenMachineCrashes, string Text)
{
    /// <summary>Redis puts a write to the file off for so long while the disk is still busy with the last sync
    /// (flushAppendOnlyFile in aof.c).</summary>
    private static readonly TimeSpan _slowDisk = TimeSpan.FromSeconds(2);

    /// <summary>Linux writes a changed page back after 30 s (vm.dirty_expire_centisecs), and looks every 5 s.</summary>
    private static readonly TimeSpan _writeBack = TimeSpan.FromSeconds(35);

    public static DataLoss Of(RedisStorage storage, RedisPersistence persistence)
    {
        if (persistence.IsNone) return new DataLoss(null, null, "each restart loses everything: nothing is persisted");
        var kept = Kept(persistence, storage is RedisStorage.Nfs);
        return storage is RedisStorage.Ephemeral
            ? kept with { WhenMachineCrashes = null, Text = $"a pod that goes takes everything with it; {kept.Text}" }
            : kept;
    }

    private static DataLoss Kept(RedisPersistence persistence, bool isNfs) => persistence.AppendOnly switch
    {
        AofSync.Always => new(
            TimeSpan.Zero, TimeSpan.Zero, "a crash loses nothing that was acknowledged (appendfsync always)"),
        AofSync.EverySecond => new(
            _slowDisk, isNfs ? _writeBack : _slowDisk,
            "a crash loses the writes of about 1 s, of 2 s at most when the disk is slow (appendfsync everysec)"
            + (isNfs ? "; of some 30 s when the machine crashes while the file is rewritten, as NFS isn't synced then"
                : "")),
        AofSync.BySystem => new(
            TimeSpan.Zero, _writeBack,
            "a crash of Redis loses nothing, one of the machine the writes of some 30 s (appendfsync no)"),
        _ => OfSnapshots(persistence.SnapshotRules),
    };

    private static DataLoss OfSnapshots(IReadOnlyList<RedisSnapshotRule> rules)
    {
        // Each rule ends the wait of so many changes; only one of a single change ends that of any write.
        var single = rules.Where(rule => rule.Changes == 1).Select(rule => (TimeSpan?)rule.After).Min();
        var fewest = rules.Count == 0 ? 0 : rules.Min(rule => rule.Changes);
        var words = string.Join(", ", rules.Select(rule => string.Create(
            CultureInfo.InvariantCulture, $"{rule.After.TotalSeconds:0} s with {Changes(rule.Changes)}")));
        var rest = single is null
            ? string.Create(CultureInfo.InvariantCulture, $"; fewer than {Changes(fewest)} may wait for any time") : "";
        return new DataLoss(
            single, single, $"a crash loses the writes since the last snapshot, taken after {words}{rest}");
    }

    private static string Changes(int count) =>
        count == 1 ? "1 change" : string.Create(CultureInfo.InvariantCulture, $"{count} changes");
}

using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads what is said of Redis servers.</summary>
internal static class ServerReader
{
    public static ServerSettings Read(ObjectReader reader)
    {
        var settings = new ServerSettings
        {
            Storage = StorageReader.Read(reader),
            Config = reader.Texts("config"),
            MaxMemoryPercent = reader.Integer(
                "maxMemoryPercent", 10, 90, "buffers and copies need the rest of the memory limit"),
            MaxMemoryPolicy = reader.Word("maxMemoryPolicy", RedisClusterDefaults.MaxMemoryPolicies),
            Resources = Resources(reader, RedisClusterDefaults.MinMemoryMebibytes),
        };
        return Persistence(settings, reader);
    }

    public static ResourceSettings Resources(ObjectReader reader, int minMebibytes, string key = "resources")
    {
        if (reader.Group(key) is not { } group) return new ResourceSettings();
        var settings = new ResourceSettings
        {
            Memory = group.Bytes("memory", Quantity.Mebibytes(minMebibytes)),
            Cpu = group.Cores("cpu"),
            CpuLimit = group.Cores("cpuLimit"),
        };
        group.Finish();
        return settings;
    }

    private static ImmutableArray<RedisSnapshotRule> Rules(ObjectReader reader)
    {
        var groups = reader.Groups("snapshots");
        if (groups.Count is < 1 or > RedisClusterDefaults.MaxSnapshotRules)
            reader.Refuse(
                "RI1105", "snapshots", $"it has {groups.Count} rules", "without a rule no snapshot is ever taken",
                $"Give 1 to {RedisClusterDefaults.MaxSnapshotRules} rules, or write false");
        return [.. groups.Select(Rule).OfType<RedisSnapshotRule>()];
    }

    private static RedisSnapshotRule? Rule(ObjectReader reader)
    {
        var after = reader.Duration(
            "after", RedisClusterDefaults.OneSecond, RedisClusterDefaults.MaxSnapshotTime, "a snapshot takes time");
        DeploymentReader.WholeSeconds(reader, "after", after);
        var changes = reader.Integer("changes", 1, int.MaxValue, "a snapshot of nothing new is of no use");
        foreach (var key in new[] { "after", "changes" })
            if (!reader.Has(key))
                reader.Missing(key, "a snapshot is taken after a time with so many changes", "Add it");
        reader.Finish();
        return after is { } time && changes is { } count ? new RedisSnapshotRule(time, count) : null;
    }

    private static ServerSettings Persistence(ServerSettings settings, ObjectReader reader)
    {
        if (reader.Group("persistence") is not { } group) return settings;
        settings = settings with
        {
            AppendOnly = group.Choice(
                "appendOnly", [
                    ("off", AofSync.Off), ("everysec", AofSync.EverySecond), ("always", AofSync.Always),
                    ("system", AofSync.BySystem)]),
        };
        settings = group.IsList("snapshots")
            ? settings with { Snapshots = true, SnapshotRules = Rules(group) }
            : settings with { Snapshots = group.Flag("snapshots") };
        group.Finish();
        return settings;
    }
}

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

    public static ResourceSettings Resources(ObjectReader reader, int minMebibytes)
    {
        if (reader.Group("resources") is not { } group) return new ResourceSettings();
        var settings = new ResourceSettings
        {
            Memory = group.Bytes("memory", Quantity.Mebibytes(minMebibytes)),
            Cpu = group.Cores("cpu"),
            CpuLimit = group.Cores("cpuLimit"),
        };
        group.Finish();
        return settings;
    }

    private static ServerSettings Persistence(ServerSettings settings, ObjectReader reader)
    {
        if (reader.Group("persistence") is not { } group) return settings;
        settings = settings with
        {
            AppendOnly = group.Choice(
                "appendOnly", [("off", AofSync.Off), ("everysec", AofSync.EverySecond), ("always", AofSync.Always)]),
            Snapshots = group.Flag("snapshots"),
        };
        group.Finish();
        return settings;
    }
}

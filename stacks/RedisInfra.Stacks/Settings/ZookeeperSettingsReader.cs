using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Zookeeper;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads an entry of <c>redis-infra:redis</c> that is a ZooKeeper ensemble.</summary>
internal static class ZookeeperSettingsReader
{
    private const string NodePortsKey = "nodePorts";

    /// <summary>What could be read; what couldn't is null, and the findings then say why.</summary>
    public static ZookeeperSettings Read(string name, ObjectReader reader)
    {
        var settings = new ZookeeperSettings
        {
            Name = name,
            Size = Size(reader),
            Storage = StorageReader.Read(reader),
            LogStorage = StorageReader.Read(reader, "logStorage"),
            Resources = ServerReader.Resources(reader, ZookeeperDefaults.MinMemoryMebibytes),
            HeapPercent = reader.Integer(
                "heapPercent", ZookeeperDefaults.MinHeapPercent, ZookeeperDefaults.MaxHeapPercent,
                "Java needs memory beside its heap, and nodes live in the heap"),
            Metrics = reader.Flag("metrics"),
            Config = reader.Texts("config"),
        };
        settings = EachServer(settings, reader);
        if (reader.Has("version"))
            reader.Refuse(
                "RI1131", "version", "it is a version of Redis's image", "this is ZooKeeper",
                "Name the whole image with the key image");
        settings = (ZookeeperSettings)DeploymentReader.Read(settings, reader);
        CheckMonitoring(settings, reader);
        reader.Finish();
        return settings;
    }

    private static void CheckMonitoring(ZookeeperSettings settings, ObjectReader reader)
    {
        const string why = "ZooKeeper shows its figures itself, so there is no exporter";
        if (settings.Monitoring is { Image: not null })
            reader.Refuse("RI1138", "monitoring.image", "it is set", why, "Remove it");
        if (settings.Monitoring is { } monitoring && monitoring.Resources != new ResourceSettings())
            reader.Refuse("RI1138", "monitoring.resources", "it is set", why, "Remove it");
        if (settings is { Monitoring: not null, Metrics: false })
            reader.Refuse(
                "RI1139", "metrics", "it is false, and monitoring is set",
                "what is watched are the figures that it shows", "Remove one of them");
    }

    private static int? Size(ObjectReader reader)
    {
        var size = reader.Integer(
            "servers", 1, ZookeeperDefaults.MaxServers, "each write waits for a majority of the servers");
        if (size is { } number && number % 2 == 0)
            reader.Refuse(
                "RI1130", "servers", $"it is {number}",
                "an even ensemble survives no more failures than one with a server less",
                $"Set it to {number - 1} or {number + 1}");
        return size;
    }

    private static ZookeeperSettings EachServer(ZookeeperSettings settings, ObjectReader reader)
    {
        if (reader.Group("serverServices") is not { } group) return settings;
        var type = group.Choice("type", [
            ("ClusterIP", RedisServiceType.ClusterIP), ("NodePort", RedisServiceType.NodePort),
            ("LoadBalancer", RedisServiceType.LoadBalancer)]);
        var ports = Ports(group, settings.Size ?? ZookeeperDefaults.Servers, type);
        if (!group.Has("type"))
            group.Missing("type", "a Service has a type", "Add NodePort, LoadBalancer or ClusterIP");
        group.Finish();
        return settings with { ServerServices = type, ServerNodePorts = ports };
    }

    private static ImmutableArray<int> Ports(ObjectReader group, int size, RedisServiceType? type)
    {
        var ports = group.Integers(NodePortsKey, 30000, 32767, "node ports are 30000 to 32767");
        if (ports.IsEmpty) return ports;
        if (type is RedisServiceType.ClusterIP)
            group.Refuse(
                "RI1108", NodePortsKey, $"it has {ports.Length}", "Services of type ClusterIP have no node port",
                "Set type to NodePort, or remove them");
        if (ports.Length != size || ports.Distinct().Count() != ports.Length)
            group.Refuse(
                "RI1132", NodePortsKey, $"it has {ports.Distinct().Count()} different ones",
                $"each of the {size} servers has one of its own",
                $"Give {size}, server 1 first, or none for free ones");
        return ports;
    }
}

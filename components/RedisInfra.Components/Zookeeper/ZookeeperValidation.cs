using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Components.Zookeeper;

/// <summary>
/// Every rule on <see cref="ZookeeperEnsembleArgs"/>: pure functions from values to findings, in a fixed order.
/// </summary>
internal static class ZookeeperValidation
{
    public static string Where(string name) => $"ZookeeperEnsemble \"{name}\"";

    /// <summary>The rules on plain values, which are known when the constructor runs.</summary>
    public static ImmutableArray<Diagnostic> CheckShape(string name, ZookeeperEnsembleArgs args)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        ValueRules.ComponentName(name, name, Add);
        if (args.Servers is < 1 or > ZookeeperDefaults.MaxServers || args.Servers % 2 == 0)
            Add(
                "RI2401", $"Servers = {args.Servers}",
                "an even ensemble survives no more failures than one with a server less, and each write waits for a "
                    + "majority",
                $"Set it to 1, 3, 5, 7 or {ZookeeperDefaults.MaxServers}");
        if ((args.Storage, args.LogStorage) is (RedisStorage.Claims data, RedisStorage.Claims log)
            && data.OnDelete != log.OnDelete)
            Add(
                "RI2402", $"Storage.OnDelete = {data.OnDelete} and LogStorage.OnDelete = {log.OnDelete}",
                "a server needs both of its volumes or neither", "Set both to Keep or both to Delete");
        CheckServerServices(args, Add);
        ValueRules.InternalLoadBalancer(args.Service, Add);
        return found.ToImmutable();
    }

    /// <summary>What is allowed but likely not meant.</summary>
    public static ImmutableArray<Diagnostic> Warn(ZookeeperSpec spec)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) =>
            found.Add(new(code, Where(spec.Name), what, why, fix, Severity.Warning));

        if (spec.Servers == 1)
            Add(
                "RI2405", "Servers = 1", "nobody serves while it restarts", "Set it to 3 to survive the loss of one");
        if (spec.Volumes.Any(volume => volume.Storage is RedisStorage.Ephemeral))
            Add(
                "RI2406", "Storage or LogStorage is ephemeral",
                "a pod that goes takes its part with it, and all data is lost when a majority goes at once",
                "Use claims or NFS");
        return found.ToImmutable();
    }

    /// <summary>The rules on values that may come from other resources; null: not known yet, or not set.</summary>
    public static ImmutableArray<Diagnostic> CheckValues(string name, ZookeeperInputValues values)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        ValueRules.Namespace(values.Namespace, Add);
        ValueRules.Image("Image", values.Image, Add);
        ValueRules.Memory("Resources.Memory", "ZooKeeper", ZookeeperDefaults.MinMemoryMebibytes, values.Memory, Add);
        if (values.HeapPercent is { } percent
            && percent is < ZookeeperDefaults.MinHeapPercent or > ZookeeperDefaults.MaxHeapPercent)
            Add(
                "RI2407", $"HeapPercent = {percent}", "Java needs memory beside its heap, and nodes live in the heap",
                $"Set it within {ZookeeperDefaults.MinHeapPercent} to {ZookeeperDefaults.MaxHeapPercent}");
        ValueRules.Password(values.Password, Add);
        CheckConfig(values.Config, Add);
        foreach (var (index, volume) in values.Volumes.Index())
            ValueRules.Storage(index == 0 ? "" : "Log", volume.Size, volume.Nfs, Add);
        ValueRules.UserId(values.UserId, Add);
        ValueRules.NodePort(values.NodePort, values.ServiceType, Add);
        ValueRules.ClientAffinity(values.ClientAffinity, Add);
        MonitoringRules.Check(values.Monitoring, Add);
        return found.ToImmutable();
    }

    private static void CheckServerServices(ZookeeperEnsembleArgs args, Action<string, string, string, string> add)
    {
        var ports = args.ServerNodePorts;
        if (ports.Count == 0) return;
        if (args.ServerServices is null or RedisServiceType.ClusterIP)
            add(
                "RI2403", $"ServerNodePorts has {ports.Count} and ServerServices is no NodePort",
                "such Services have no node port", "Set ServerServices to NodePort, or leave ServerNodePorts out");
        if (ports.Count != args.Servers || ports.Distinct().Count() != ports.Count
            || ports.Any(port => port is < 30000 or > 32767))
            add(
                "RI2404", $"ServerNodePorts = {string.Join(", ", ports)}",
                $"each of the {args.Servers} servers has one of its own, 30000 to 32767",
                $"Give {args.Servers} different ones, or none for free ones");
    }

    private static void CheckConfig(
        ImmutableDictionary<string, string>? config, Action<string, string, string, string> add)
    {
        foreach (var (key, value) in (config ?? ImmutableDictionary<string, string>.Empty)
                     .OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (key.Length == 0 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
                add(
                    "RI2408", $"Config has \"{key}\"", "a key of zoo.cfg is one word of letters, digits and dots",
                    "Name it as ZooKeeper's administrator's guide does");
            else if (ZookeeperDefaults.IsManaged(key))
                add(
                    "RI2409", $"Config sets \"{key}\"", "the component sets it, and servers come and go by it",
                    "Use the argument for it, or leave it out");
            else if (value.Length == 0 || value.AsSpan().IndexOfAny('\r', '\n', '\\') >= 0)
                add(
                    "RI2410", $"Config[\"{key}\"] is empty, has a backslash or more than a line",
                    "zoo.cfg has one line for a key", "Give its value on one line");
        }
    }
}

using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Sentinel;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// Every rule on <see cref="TwemproxyPoolArgs"/>: pure functions from values to findings, in a fixed order.
/// </summary>
internal static class TwemproxyValidation
{
    public static string Where(string name) => $"TwemproxyPool \"{name}\"";

    /// <summary>The rules on plain values, which are known when the constructor runs.</summary>
    public static ImmutableArray<Diagnostic> CheckShape(string name, TwemproxyPoolArgs args)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        CheckName(name, args, Add);
        if (args.Pools.Count == 0)
            Add("RI2101", "Pools is empty", "proxies without a pool have nothing to do", "Add one");
        foreach (var pool in args.Pools) RingValidation.CheckShape(pool, Add);
        foreach (var twice in args.Pools.GroupBy(pool => pool.Name).Where(group => group.Count() > 1))
            Add(
                "RI2103", $"Pools has \"{twice.Key}\" {twice.Count()} times", "pools are told apart by their names",
                "Give each its own");
        CheckPorts(args, Add);
        CheckProxy(args.Proxy, Add);
        ValueRules.InternalLoadBalancer(args.Service, Add);
        if (args.Service.NodePort is not null && args.Pools.Count > 1)
            Add(
                "RI2109", $"Service.NodePort is set and there are {args.Pools.Count} pools",
                "a node port leads to one of them", "Leave it out: Kubernetes then chooses one for each pool");
        return found.ToImmutable();
    }

    /// <summary>What is allowed but likely not meant.</summary>
    public static ImmutableArray<Diagnostic> Warn(string name, TwemproxyPoolArgs args)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) =>
            found.Add(new(code, Where(name), what, why, fix, Severity.Warning));

        foreach (var pool in args.Pools) RingValidation.Warn(pool, Add);
        return found.ToImmutable();
    }

    /// <summary>The rules on values that may come from other resources; null: not known yet, or not set.</summary>
    public static ImmutableArray<Diagnostic> CheckValues(string name, TwemproxyInputValues values)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        ValueRules.Namespace(values.Namespace, Add);
        ValueRules.Image("Image", values.Image, Add);
        ValueRules.Image("Proxy.Image", values.ProxyImage, Add);
        ValueRules.Memory(
            "Proxy.Resources.Memory", "nutcracker", TwemproxyDefaults.MinProxyMebibytes, values.ProxyMemory, Add);
        ValueRules.Password(values.Password, Add);
        ValueRules.UserId(values.UserId, Add);
        ValueRules.NodePort(values.NodePort, values.ServiceType, Add);
        ValueRules.ClientAffinity(values.ClientAffinity, Add);
        MonitoringRules.Check(values.Monitoring, Add);
        foreach (var ring in values.Rings)
        {
            var prefix = RingValidation.Prefix(ring.Name);
            ValueRules.Memory(
                $"{prefix}Resources.Memory", "Redis", RedisClusterDefaults.MinMemoryMebibytes, ring.Memory, Add);
            ValueRules.MaxMemory(prefix, ring.MaxMemoryPercent, ring.MaxMemoryPolicy, Add);
            ValueRules.Config(prefix, ring.Config, Add);
            ValueRules.Storage(prefix, ring.StorageSize, ring.Nfs, Add);
        }

        return found.ToImmutable();
    }

    private static void CheckName(string name, TwemproxyPoolArgs args, Action<string, string, string, string> add)
    {
        var longest = args.Pools.Select(pool => LongestName(name, pool)).MaxBy(workload => workload.Length) ?? "";
        ValueRules.ComponentName(name, longest, add);
    }

    private static string LongestName(string name, TwemproxyRingArgs pool)
    {
        string workload = TwemproxyLayout.WorkloadName(name, pool.Name);
        return pool.Replicas == 0 ? workload
            : RedisSentinelLayout.SentinelWorkload($"{workload}-{Math.Max(0, pool.Shards - 1)}");
    }

    private static void CheckPorts(TwemproxyPoolArgs args, Action<string, string, string, string> add)
    {
        var ports = args.Pools.Select(pool => (Who: RingValidation.Prefix(pool.Name) + "Port", pool.Port))
            .Append((Who: "Proxy.StatsPort", Port: args.Proxy.StatsPort)).ToList();
        if (args.Monitoring is not null)
            ports.Add((Who: "the port of Monitoring's exporter", TwemproxyDefaults.MetricsPort));
        foreach (var (who, port) in ports)
            if (port is < TwemproxyDefaults.MinPort or > TwemproxyDefaults.MaxPort)
                add(
                    "RI2104", $"{who} = {port}",
                    $"a proxy isn't root, and ports below {TwemproxyDefaults.MinPort} are for root",
                    $"Set it within {TwemproxyDefaults.MinPort} to {TwemproxyDefaults.MaxPort}");
        foreach (var same in ports.GroupBy(entry => entry.Port).Where(group => group.Count() > 1))
            add(
                "RI2105", $"{string.Join(" and ", same.Select(entry => entry.Who))} are {same.Key}",
                "a proxy listens once on a port", "Give each its own");
    }

    private static void CheckProxy(TwemproxyProxyArgs proxy, Action<string, string, string, string> add)
    {
        if (proxy.Replicas is < TwemproxyDefaults.MinProxies or > TwemproxyDefaults.MaxProxies)
            add(
                "RI2110", $"Proxy.Replicas = {proxy.Replicas}",
                "one proxy alone is a single point of failure for all shards",
                $"Set it within {TwemproxyDefaults.MinProxies} to {TwemproxyDefaults.MaxProxies}");
        if (proxy.Image is null)
            add(
                "RI2115", "Proxy.Image isn't set", "nobody publishes an image of twemproxy that fits",
                "Make one of infra/images/twemproxy/Dockerfile and name it");
        if (proxy.MbufBytes is < TwemproxyDefaults.MinMbufBytes or > TwemproxyDefaults.MaxMbufBytes)
            add(
                "RI2111", $"Proxy.MbufBytes = {proxy.MbufBytes}", "nutcracker doesn't start with such buffers",
                $"Set it within {TwemproxyDefaults.MinMbufBytes} to {TwemproxyDefaults.MaxMbufBytes}");
    }
}

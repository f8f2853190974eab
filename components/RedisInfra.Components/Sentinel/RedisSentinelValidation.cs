using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Storage;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Components.Sentinel;

/// <summary>
/// Every rule on <see cref="RedisSentinelArgs"/>: pure functions from values to findings, in a fixed order.
/// </summary>
internal static class RedisSentinelValidation
{
    /// <summary>Directives that the scripts rely on besides those that no component lets be set.</summary>
    private static readonly HashSet<string> _managed = new(StringComparer.OrdinalIgnoreCase)
    {
        "replica-announce-ip", "replica-announce-port", "replica-announced", "replica-priority", "replica-read-only",
        "replica-serve-stale-data", "min-replicas-to-write", "min-replicas-max-lag", "slave-announce-ip",
        "slave-announce-port", "slave-priority", "slave-read-only", "slave-serve-stale-data", "min-slaves-to-write",
        "min-slaves-max-lag",
    };

    public static string Where(string name) => $"RedisSentinel \"{name}\"";

    /// <summary>The rules on plain values, which are known when the constructor runs.</summary>
    public static ImmutableArray<Diagnostic> CheckShape(string name, RedisSentinelArgs args)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        ValueRules.ComponentName(name, RedisSentinelLayout.SentinelWorkload(name), Add);
        CheckCounts(args, Add);
        CheckTimes(args, Add);
        ValueRules.Persistence("", args.Persistence, Add);
        if (args.Proxy is { Replicas: < SentinelDefaults.MinProxies or > SentinelDefaults.MaxProxies } proxy)
            Add(
                "RI2309", $"Proxy.Replicas = {proxy.Replicas}", "one proxy alone is a single point of failure",
                $"Set it within {SentinelDefaults.MinProxies} to {SentinelDefaults.MaxProxies}, or Proxy to null");
        UserRules.CheckNames(nameof(args.Users), args.Users, Add);
        UserRules.CheckNames(nameof(args.SentinelUsers), args.SentinelUsers, Add);
        foreach (var (field, service) in RedisSentinelInputValues.ServicesOf(args))
            ValueRules.InternalLoadBalancer(service, Add, field);
        return found.ToImmutable();
    }

    /// <summary>What is allowed but likely not meant.</summary>
    public static ImmutableArray<Diagnostic> Warn(RedisSentinelSpec spec)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) =>
            found.Add(new(code, Where(spec.Name), what, why, fix, Severity.Warning));

        ValueRules.WarnOfSlowSync("", spec.Storage, spec.Persistence, Add);
        if (spec.MinReplicasToWrite == spec.Members - 1 && spec.MinReplicasToWrite > 0)
            Add(
                "RI2341", $"MinReplicasToWrite = {spec.MinReplicasToWrite} of {spec.Members - 1} replicas",
                "writes stop while any member is away, as in a rolling update", "Add a member, or lower it");
        if (spec.Storage is RedisStorage.Ephemeral || spec.Persistence.IsNone)
            Add(
                "RI2342", "members keep their data in themselves only",
                "it is lost when all of them are away at once", "Use claims and persistence, unless it is a cache");
        return found.ToImmutable();
    }

    /// <summary>The rules on values that may come from other resources; null: not known yet, or not set.</summary>
    public static ImmutableArray<Diagnostic> CheckValues(string name, RedisSentinelInputValues values)
    {
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        void Add(string code, string what, string why, string fix) => found.Add(new(code, Where(name), what, why, fix));

        ValueRules.Namespace(values.Namespace, Add);
        ValueRules.Image("Image", values.Image, Add);
        ValueRules.Image("Proxy.Image", values.ProxyImage, Add);
        ValueRules.Memory("Resources.Memory", "Redis", RedisClusterDefaults.MinMemoryMebibytes, values.Memory, Add);
        ValueRules.Memory(
            "SentinelResources.Memory", "a Sentinel", SentinelDefaults.MinSentinelMebibytes, values.SentinelMemory,
            Add);
        ValueRules.Memory(
            "Proxy.Resources.Memory", "HAProxy", SentinelDefaults.MinProxyMebibytes, values.ProxyMemory, Add);
        ValueRules.MaxMemory("", values.MaxMemoryPercent, values.MaxMemoryPolicy, Add);
        ValueRules.Password(values.Password, Add);
        ValueRules.Password(values.SentinelPassword, Add, "SentinelPassword");
        foreach (var user in values.Users) UserRules.Check(user, Add);
        ValueRules.Config("", values.Config, Add);
        foreach (var directive in (values.Config?.Keys ?? []).Where(_managed.Contains).Order(StringComparer.Ordinal))
            Add(
                "RI2310", $"Config sets \"{directive}\"", "members find out whom they follow by it",
                "Use the argument for it, or leave it out");
        ValueRules.Storage("", values.StorageSize, values.Nfs, Add);
        ValueRules.UserId(values.UserId, Add);
        MonitoringRules.Check(values.Monitoring, Add);
        foreach (var service in values.Services)
        {
            ValueRules.NodePort(service.NodePort, service.Type, Add, service.Field);
            ValueRules.ClientAffinity(service.ClientAffinity, Add, service.Field);
        }

        return found.ToImmutable();
    }

    private static void CheckCounts(RedisSentinelArgs args, Action<string, string, string, string> add)
    {
        if (args.Members is < SentinelDefaults.MinMembers or > SentinelDefaults.MaxMembers)
            add(
                "RI2302", $"Members = {args.Members}", "a failover needs a replica, and each is a copy of all the data",
                $"Set it within {SentinelDefaults.MinMembers} to {SentinelDefaults.MaxMembers}; for one server use"
                + " RedisStandalone");
        if (args.Sentinels is < SentinelDefaults.MinSentinels or > SentinelDefaults.MaxSentinels
            || args.Sentinels % 2 == 0)
            add(
                "RI2303", $"Sentinels = {args.Sentinels}",
                "a majority of them must be left when one is lost, and an even number can lose no more than one less",
                $"Set it to an odd number within {SentinelDefaults.MinSentinels} to {SentinelDefaults.MaxSentinels}");
        if (args.Quorum is { } quorum && (quorum < SentinelDefaults.MinQuorum || quorum >= args.Sentinels))
            add(
                "RI2304", $"Quorum = {quorum} of {args.Sentinels} Sentinels",
                "one alone may only be cut off itself, and all never agree when one goes together with the master",
                $"Set it within {SentinelDefaults.MinQuorum} to {args.Sentinels - 1}, or leave it out for a majority");
        if (args.MinReplicasToWrite is { } replicas && (replicas < 0 || replicas > args.Members - 1))
            add(
                "RI2307", $"MinReplicasToWrite = {replicas} and Members = {args.Members}",
                $"there are {args.Members - 1} replicas, and the master would never take a write",
                $"Set it within 0 to {args.Members - 1}");
    }

    private static void CheckTimes(RedisSentinelArgs args, Action<string, string, string, string> add)
    {
        if (args.DownAfter < SentinelDefaults.MinDownAfter || args.DownAfter > SentinelDefaults.MaxDownAfter)
            add(
                "RI2305", FormattableString.Invariant($"DownAfter = {args.DownAfter.TotalSeconds:0.###} s"),
                "shorter, each slow command is a failover; longer, nobody writes meanwhile",
                "Set it within 1 s to 60 s");
        if (args.FailoverTimeout < SentinelDefaults.MinFailoverTimeout
            || args.FailoverTimeout > SentinelDefaults.MaxFailoverTimeout)
            add(
                "RI2306", FormattableString.Invariant($"FailoverTimeout = {args.FailoverTimeout.TotalSeconds:0.###} s"),
                "replicas need some time to follow, and a failover that failed is tried again after twice of it",
                "Set it within 10 s to 10 min");
    }
}

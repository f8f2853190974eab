using System.Globalization;
using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;
using RedisInfra.Components.Sentinel.Scripts;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Sentinel;

/// <summary>The texts of the ConfigMaps: the same for the same values, in one order.</summary>
internal static class SentinelConfigs
{
    /// <summary>A member's redis.conf. It starts as a replica of nobody: see start.sh.</summary>
    public static string Member(
        RedisStorage storage, RedisPersistence persistence, int minReplicasToWrite, ServerConfigValues values)
    {
        var conf = new RedisConf();
        conf.Network();

        conf.Section("Replication. A replica starts to copy at once, and a restarted one can go on where it stopped.");
        conf.Line("repl-diskless-sync-delay", "0");
        conf.Line("repl-backlog-size", "16mb");
        conf.Section("A master that was cut off stops taking writes, which would be lost.");
        conf.Line("min-replicas-to-write", minReplicasToWrite);
        conf.Line("min-replicas-max-lag", SentinelDefaults.MaxLagSeconds);

        conf.Memory(values.Memory, values.MaxMemoryPercent, values.MaxMemoryPolicy);
        conf.Persistence(storage, persistence);
        conf.Section("Stopping: wait so long for replicas that lag.");
        conf.Line("shutdown-timeout", RedisClusterDefaults.ShutdownSeconds);
        conf.Declared(values.Extra);
        conf.Section("This pod's name and the password, which start.sh writes into memory.");
        conf.Line("include", "/run/redisinfra/node.conf");
        return conf.ToString();
    }

    /// <summary>What a Sentinel's script completes with the master that it finds, and with the passwords.</summary>
    public static string Sentinel(string master, int quorum, TimeSpan downAfter, TimeSpan failoverTimeout)
    {
        var conf = new RedisConf();
        conf.Section("Network. Every client needs the password, so protected mode has nothing to add.");
        conf.Line("bind", "* -::*");
        conf.Line("port", SentinelDefaults.Port);
        conf.Line("protected-mode", "no");
        conf.Line("dir", "/run/redisinfra");
        conf.Section("Names and not addresses: a pod has another address after each start.");
        conf.Line("sentinel resolve-hostnames", "yes");
        conf.Line("sentinel announce-hostnames", "yes");
        conf.Section("The master, once one is found.");
        conf.Line($"sentinel monitor {master} 0.0.0.0 {RedisClusterDefaults.Port}", quorum);
        conf.Line($"sentinel down-after-milliseconds {master}", (long)downAfter.TotalMilliseconds);
        conf.Line($"sentinel failover-timeout {master}", (long)failoverTimeout.TotalMilliseconds);
        conf.Line($"sentinel parallel-syncs {master}", 1);
        return conf.ToString();
    }

    public static VersionedConfig OfMembers(RedisSentinelScope scope)
    {
        var (args, spec) = (scope.Args, scope.Spec);
        var percent = args.MaxMemoryPercent ?? spec.Persistence.MaxMemoryPercent;
        var text = Output.Tuple(
                scope.Namespace, args.Resources.Memory.ToOutput(), percent.ToOutput(), args.MaxMemoryPolicy.ToOutput(),
                args.Config.ToOutput())
            .Apply(values => Member(
                spec.Storage, spec.Persistence, spec.MinReplicasToWrite,
                new ServerConfigValues(values.Item2, values.Item3, values.Item4, values.Item5)));
        return VersionedConfig.Of(
            scope, "config", scope.Layout.WorkloadName, Labels.Of(scope.Name, "config"), "redis.conf", text,
            MonitoringParts.Scripts(scope, MemberScripts.Of(scope.Spec.HasUsers)));
    }

    public static VersionedConfig OfSentinels(RedisSentinelScope scope) => VersionedConfig.Of(
        scope, "sentinel-config", scope.Layout.SentinelName, Labels.OfSentinel(scope.Name), "sentinel.conf",
        scope.Namespace.Apply(_ => Sentinel(
            scope.Layout.MasterName, scope.Spec.Quorum, scope.Spec.DownAfter, scope.Spec.FailoverTimeout)),
        MonitoringParts.SentinelScripts(scope, SentinelScripts.Of(scope.Spec.HasSentinelUsers)));

    public static VersionedConfig OfProxies(RedisSentinelScope scope) => VersionedConfig.Of(
        scope, "proxy-config", scope.Layout.ProxyName, Labels.OfHaProxy(scope.Name), "haproxy.cfg",
        scope.Domain.Apply(domain => HaProxyConfig.Render(scope.Layout.MemberPods, domain)), HaProxyConfig.Scripts);

    /// <summary>Who is of the set, by file. It is mounted under one name for ever, and a pod that starts has the
    /// newest. So another number of members or Sentinels rolls none of them.</summary>
    public static Dictionary<string, Output<string>> Set(RedisSentinelScope scope) => new()
    {
        ["members"] = scope.Domain.Apply(domain => Lines(scope.Layout.MemberPods, domain)),
        ["sentinels"] = scope.SentinelDomain.Apply(domain => Lines(scope.Layout.SentinelPods, domain)),
    };

    private static string Lines(IEnumerable<string> pods, string domain) =>
        string.Concat(pods.Select(pod => string.Create(CultureInfo.InvariantCulture, $"{pod}.{domain}\n")));
}

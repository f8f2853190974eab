using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The ConfigMaps of proxies and shards.</summary>
internal static class TwemproxyConfiguration
{
    /// <summary>nutcracker.yml without passwords, and the proxies' scripts.</summary>
    public static VersionedConfig OfProxies(TwemproxyScope scope) => VersionedConfig.Of(
        scope, "proxy-config", scope.Layout.ProxyName, Labels.OfProxy(scope.Name), "nutcracker.yml",
        scope.Domain.Apply(domain => NutcrackerConfig.Render(scope.Layout, domain)), ProxyMonitoring.Scripts(scope));

    /// <summary>A ring's redis.conf, and the shards' scripts.</summary>
    public static VersionedConfig OfShards(TwemproxyScope scope, RingLayout ring)
    {
        var args = scope.ArgsOf(ring);
        return VersionedConfig.Of(
            scope, $"{ring.Spec.Name}-config", ring.WorkloadName,
            Labels.Of(scope.Name, "config", pool: ring.Spec.Name), "redis.conf",
            ServerConfig.Render(
                scope.Namespace, ring.Spec.Storage, ring.Spec.Persistence, args.Resources.Memory,
                args.MaxMemoryPercent, args.MaxMemoryPolicy, args.Config),
            MonitoringParts.Scripts(scope, ServerScripts.All));
    }
}

using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The ConfigMaps: a new content is a new one, so pods that weren't rolled yet keep theirs.</summary>
/// <param name="Map">The ConfigMap.</param>
/// <param name="Name">Its name, which ends with the digest.</param>
/// <param name="Digest">The digest of its content: a pod template that has it rolls with it.</param>
internal sealed record TwemproxyConfiguration(ConfigMap Map, Output<string> Name, Output<string> Digest)
{
    /// <summary>nutcracker.yml without passwords, and the proxies' scripts.</summary>
    public static TwemproxyConfiguration OfProxies(TwemproxyScope scope) => Of(
        scope, "proxy-config", scope.Layout.ProxyName, Labels.OfProxy(scope.Name), "nutcracker.yml",
        scope.Domain.Apply(domain => NutcrackerConfig.Render(scope.Layout, domain)), TwemproxyScripts.OfProxies);

    /// <summary>A ring's redis.conf, and the shards' scripts.</summary>
    public static TwemproxyConfiguration OfShards(TwemproxyScope scope, RingLayout ring)
    {
        var args = scope.ArgsOf(ring);
        var percent = args.MaxMemoryPercent ?? (ring.Spec.Persistence.AppendOnly == AofSync.Off
            ? RedisClusterDefaults.MaxMemoryPercent
            : RedisClusterDefaults.MaxMemoryPercentWithAof);
        // The namespace stands for "all inputs are accepted": nothing is rendered of refused ones.
        var text = Output.Tuple(
                scope.Namespace, args.Resources.Memory.ToOutput(), percent.ToOutput(), args.MaxMemoryPolicy.ToOutput(),
                args.Config.ToOutput())
            .Apply(values => ShardConfig.Render(
                ring.Spec, new ShardConfigValues(values.Item2, values.Item3, values.Item4, values.Item5)));
        return Of(
            scope, $"{ring.Spec.Name}-config", ring.WorkloadName,
            Labels.Of(scope.Name, "config", pool: ring.Spec.Name), "redis.conf", text, TwemproxyScripts.OfShards);
    }

    private static TwemproxyConfiguration Of(
        TwemproxyScope scope, string role, string owner, IEnumerable<KeyValuePair<string, string>> labels, string file,
        Output<string> text, IReadOnlyDictionary<string, string> scripts)
    {
        var digest = text.Apply(content => Naming.Digest(
            content + string.Concat(scripts.Select(script => $"\0{script.Key}\0{script.Value}")), 10));
        var name = digest.Apply(value => $"{owner}-config-{value}");
        var data = Inputs.Map(scripts);
        data.Add(file, text);
        var map = new ConfigMap(
            scope.ChildName(role), new ConfigMapArgs { Metadata = scope.Meta(name, labels), Data = data },
            scope.Child());
        return new TwemproxyConfiguration(map, name, digest);
    }
}

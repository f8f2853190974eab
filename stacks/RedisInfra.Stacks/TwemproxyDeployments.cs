using Pulumi;
using RedisInfra.Components.Twemproxy;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks;

/// <summary>Turns settings of twemproxy into what its component gets.</summary>
internal static class TwemproxyDeployments
{
    public static TwemproxyPoolArgs ArgsOf(TwemproxySettings settings, StackSettings stack)
    {
        var args = new TwemproxyPoolArgs
        {
            Pools = [.. settings.Pools.Select(RingOf)],
            Proxy = ProxyOf(settings.Proxy, stack.Images.Twemproxy),
            Image = Deployments.ImageOf(settings, stack.Images.Redis),
            Service = Deployments.ServiceOf(settings.Service),
            Pod = Deployments.PodOf(settings.Pod),
            Monitoring = MonitoringDeployments.ArgsOf(settings, stack),
            Access = Deployments.AccessOf(stack),
        };
        if (!settings.Pod.PullSecrets.IsEmpty) args.ImagePullSecrets = settings.Pod.PullSecrets;
        if (settings.Spread is { } spread) args.Spread = spread;
        if (settings.TopologyKey is { } key) args.TopologyKey = key;
        if ((settings.Namespace ?? stack.Kubernetes.Namespace) is { } ns) args.Namespace = ns;
        if (settings.ClusterDomain is { } domain) args.ClusterDomain = domain;
        if (settings.Pod.PullPolicy is { } pull) args.ImagePullPolicy = pull;
        // The configuration may have been encrypted, but it reaches a program in clear: mark it again.
        if (settings.Password is { } password) args.Password = Output.CreateSecret(password);
        return args;
    }

    private static TwemproxyProxyArgs ProxyOf(ProxySettings settings, string? siteImage)
    {
        var args = new TwemproxyProxyArgs();
        args.Resources = Deployments.ResourcesOf(settings.Resources, args.Resources);
        if ((settings.Image ?? siteImage) is { } image) args.Image = image;
        if (settings.Replicas is { } replicas) args.Replicas = replicas;
        if (settings.MbufBytes is { } bytes) args.MbufBytes = bytes;
        if (settings.StatsPort is { } port) args.StatsPort = port;
        return args;
    }

    private static TwemproxyRingArgs RingOf(RingSettings settings)
    {
        var servers = settings.Servers;
        var args = new TwemproxyRingArgs
        {
            Name = settings.Name,
            Weights = settings.Weights,
            Ejection = settings.Ejection,
            ClientCommands = settings.ClientCommands,
            Config = servers.Config,
            Storage = Deployments.StorageOf(servers.Storage),
            Persistence = Deployments.PersistenceOf(servers),
        };
        args.Resources = Deployments.ResourcesOf(servers.Resources, args.Resources);
        if (settings.Port is { } port) args.Port = port;
        if (settings.Shards is { } shards) args.Shards = shards;
        if (settings.Replicas is { } replicas) args.Replicas = replicas;
        if (settings.Hash is { } hash) args.Hash = hash;
        if (settings.Distribution is { } distribution) args.Distribution = distribution;
        if (settings.HashTag is { } tag) args.HashTag = tag.Length == 0 ? null : tag;
        if (settings.OnRingChange is { } change) args.OnRingChange = change;
        if (settings.Timeout is { } timeout) args.Timeout = timeout;
        if (settings.WaitsForEver) args.Timeout = null;
        if (settings.Preconnect is { } preconnect) args.Preconnect = preconnect;
        if (servers.MaxMemoryPercent is { } percent) args.MaxMemoryPercent = percent;
        if (servers.MaxMemoryPolicy is { } policy) args.MaxMemoryPolicy = policy;
        return args;
    }
}

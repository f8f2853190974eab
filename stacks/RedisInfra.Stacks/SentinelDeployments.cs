using Pulumi;
using RedisInfra.Components.Common;
using RedisInfra.Components.Sentinel;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks;

/// <summary>Turns settings of a master, replicas and Sentinels into what their component gets.</summary>
internal static class SentinelDeployments
{
    public static RedisSentinelArgs ArgsOf(SentinelSettings settings, StackSettings stack)
    {
        var servers = settings.Servers;
        var args = new RedisSentinelArgs
        {
            Quorum = settings.Quorum,
            MinReplicasToWrite = settings.MinReplicasToWrite,
            Image = Deployments.ImageOf(settings, stack.Images.Redis),
            Config = servers.Config,
            Users = UsersOf(settings.Users),
            SentinelUsers = UsersOf(settings.SentinelUsers),
            Storage = Deployments.StorageOf(servers.Storage),
            Persistence = Deployments.PersistenceOf(servers),
            Proxy = settings.Proxy is { } proxy ? ProxyOf(proxy, settings, stack.Images.HaProxy) : null,
            SentinelService = Deployments.ServiceOf(settings.SentinelService),
            Pod = Deployments.PodOf(settings.Pod),
            Access = Deployments.AccessOf(stack),
            Monitoring = MonitoringDeployments.ArgsOf(settings, stack),
        };
        args.Resources = Deployments.ResourcesOf(servers.Resources, args.Resources);
        args.SentinelResources = Deployments.ResourcesOf(settings.SentinelResources, args.SentinelResources);
        if (settings.Members is { } members) args.Members = members;
        if (settings.Sentinels is { } sentinels) args.Sentinels = sentinels;
        if (settings.DownAfter is { } down) args.DownAfter = down;
        if (settings.FailoverTimeout is { } timeout) args.FailoverTimeout = timeout;
        if (!settings.Pod.PullSecrets.IsEmpty) args.ImagePullSecrets = settings.Pod.PullSecrets;
        if (settings.Spread is { } spread) args.Spread = spread;
        if (settings.TopologyKey is { } key) args.TopologyKey = key;
        if ((settings.Namespace ?? stack.Kubernetes.Namespace) is { } ns) args.Namespace = ns;
        if (settings.ClusterDomain is { } domain) args.ClusterDomain = domain;
        if (servers.MaxMemoryPercent is { } percent) args.MaxMemoryPercent = percent;
        if (servers.MaxMemoryPolicy is { } policy) args.MaxMemoryPolicy = policy;
        if (settings.Pod.PullPolicy is { } pull) args.ImagePullPolicy = pull;
        // The configuration may have been encrypted, but it reaches a program in clear: mark it again.
        if (settings.Password is { } password) args.Password = Output.CreateSecret(password);
        if (settings.SentinelPassword is { } second) args.SentinelPassword = Output.CreateSecret(second);
        return args;
    }

    private static IReadOnlyList<RedisUserArgs> UsersOf(IEnumerable<UserSettings> users) => [.. users.Select(UserOf)];

    private static RedisUserArgs UserOf(UserSettings user)
    {
        var args = new RedisUserArgs { Name = user.Name, Rules = user.Rules };
        if (user.Password is { } password) args.Password = Output.CreateSecret(password);
        return args;
    }

    private static RedisSentinelProxyArgs ProxyOf(ProxySettings proxy, SentinelSettings settings, string? siteImage)
    {
        var args = new RedisSentinelProxyArgs
        {
            WriteService = Deployments.ServiceOf(settings.Service),
            ReadService = Deployments.ServiceOf(settings.ReadService),
        };
        args.Resources = Deployments.ResourcesOf(proxy.Resources, args.Resources);
        if ((proxy.Image ?? siteImage) is { } image) args.Image = image;
        if (proxy.Replicas is { } replicas) args.Replicas = replicas;
        return args;
    }
}

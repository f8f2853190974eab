using Pulumi;
using RedisInfra.Components.Zookeeper;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks;

/// <summary>Turns settings of an ensemble into what its component gets.</summary>
internal static class ZookeeperDeployments
{
    public static ZookeeperEnsembleArgs ArgsOf(ZookeeperSettings settings, StackSettings stack)
    {
        var args = new ZookeeperEnsembleArgs
        {
            Storage = Deployments.StorageOf(settings.Storage),
            LogStorage = settings.LogStorage is { } log ? Deployments.StorageOf(log) : null,
            Config = settings.Config,
            Metrics = settings.Metrics ?? false,
            Monitoring = MonitoringDeployments.ArgsOf(settings, stack),
            ServerServices = settings.ServerServices,
            ServerNodePorts = settings.ServerNodePorts,
            Service = Deployments.ServiceOf(settings.Service),
            Pod = Deployments.PodOf(settings.Pod),
            Access = Deployments.AccessOf(stack),
        };
        args.Resources = Deployments.ResourcesOf(settings.Resources, args.Resources);
        if ((settings.Image ?? stack.Images.Zookeeper) is { } image) args.Image = image;
        if (settings.Size is { } size) args.Servers = size;
        if (settings.HeapPercent is { } percent) args.HeapPercent = percent;
        if (settings.Spread is { } spread) args.Spread = spread;
        if (settings.TopologyKey is { } key) args.TopologyKey = key;
        if (!settings.Pod.PullSecrets.IsEmpty) args.ImagePullSecrets = settings.Pod.PullSecrets;
        if ((settings.Namespace ?? stack.Kubernetes.Namespace) is { } ns) args.Namespace = ns;
        if (settings.ClusterDomain is { } domain) args.ClusterDomain = domain;
        if (settings.Pod.PullPolicy is { } pull) args.ImagePullPolicy = pull;
        // The configuration may have been encrypted, but it reaches a program in clear: mark it again.
        if (settings.Password is { } password) args.Password = Output.CreateSecret(password);
        return args;
    }
}

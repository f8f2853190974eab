using Pulumi;
using RedisInfra.Components.Standalone;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks;

/// <summary>Turns settings of one server into what its component gets.</summary>
internal static class StandaloneDeployments
{
    public static RedisStandaloneArgs ArgsOf(StandaloneSettings settings, StackSettings stack)
    {
        var servers = settings.Servers;
        var args = new RedisStandaloneArgs
        {
            Image = Deployments.ImageOf(settings, stack.Images.Redis),
            Config = servers.Config,
            Storage = Deployments.StorageOf(servers.Storage),
            Persistence = Deployments.PersistenceOf(servers),
            Service = Deployments.ServiceOf(settings.Service),
            Pod = Deployments.PodOf(settings.Pod),
            Access = Deployments.AccessOf(stack),
            Monitoring = MonitoringDeployments.ArgsOf(settings, stack),
        };
        args.Resources = Deployments.ResourcesOf(servers.Resources, args.Resources);
        if (settings.Workload is { } workload) args.Workload = workload;
        if (!settings.Pod.PullSecrets.IsEmpty) args.ImagePullSecrets = settings.Pod.PullSecrets;
        if ((settings.Namespace ?? stack.Kubernetes.Namespace) is { } ns) args.Namespace = ns;
        if (servers.MaxMemoryPercent is { } percent) args.MaxMemoryPercent = percent;
        if (servers.MaxMemoryPolicy is { } policy) args.MaxMemoryPolicy = policy;
        if (settings.Pod.PullPolicy is { } pull) args.ImagePullPolicy = pull;
        // The configuration may have been encrypted, but it reaches a program in clear: mark it again.
        if (settings.Password is { } password) args.Password = Output.CreateSecret(password);
        return args;
    }
}

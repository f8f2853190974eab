using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks;

/// <summary>Turns settings into components.</summary>
internal static class Deployments
{
    /// <summary>What the component gets for <paramref name="settings"/>.</summary>
    public static RedisClusterArgs ArgsOf(RedisSettings settings, StackSettings stack)
    {
        var args = new RedisClusterArgs
        {
            Image = ImageOf(settings, stack.Images.Redis),
            Config = settings.Servers.Config,
            Storage = StorageOf(settings.Servers.Storage),
            Persistence = PersistenceOf(settings.Servers),
            Service = ServiceOf(settings.Service),
            Pod = PodOf(settings.Pod),
            Monitoring = MonitoringDeployments.ArgsOf(settings, stack),
            Resources = ResourcesOf(settings.Servers.Resources, new RedisResourcesArgs()),
            Access = AccessOf(stack),
        };
        if (!settings.Pod.PullSecrets.IsEmpty) args.ImagePullSecrets = settings.Pod.PullSecrets;
        if (settings.Shards is { } shards) args.Shards = shards;
        if (settings.ReplicasPerShard is { } replicas) args.ReplicasPerShard = replicas;
        if (settings.Workload is { } workload) args.Workload = workload;
        if (settings.Spread is { } spread) args.Spread = spread;
        if (settings.EndpointType is { } type) args.EndpointType = type;
        if ((settings.Namespace ?? stack.Kubernetes.Namespace) is { } ns) args.Namespace = ns;
        if (settings.TopologyKey is { } key) args.TopologyKey = key;
        if (settings.Servers.MaxMemoryPercent is { } percent) args.MaxMemoryPercent = percent;
        if (settings.Servers.MaxMemoryPolicy is { } policy) args.MaxMemoryPolicy = policy;
        if (settings.NodeTimeout is { } timeout) args.NodeTimeout = timeout;
        if (settings.ClusterDomain is { } domain) args.ClusterDomain = domain;
        if (settings.Pod.PullPolicy is { } pull) args.ImagePullPolicy = pull;
        // The configuration may have been encrypted, but it reaches a program in clear: mark it again.
        if (settings.Password is { } password) args.Password = Output.CreateSecret(password);
        return args;
    }

    /// <summary>A deployment's own image wins, then the site's, then a version of the usual one.</summary>
    public static string ImageOf(DeploymentSettings settings, string? siteImage) =>
        settings.Image
        ?? siteImage
        ?? (settings.Version is { } version ? $"{Images.RedisRepository}:{version}" : Images.Redis);

    public static RedisStorage StorageOf(StorageSettings? storage) => storage switch
    {
        null => new RedisStorage.Claims(),
        StorageSettings.Claims claims => new RedisStorage.Claims
        {
            Size = claims.Size,
            StorageClass = Optional(claims.StorageClass),
            OnDelete = claims.Delete ? ClaimDeletion.Delete : ClaimDeletion.Keep,
        },
        StorageSettings.Nfs { MountOptions.IsEmpty: true } nfs => new RedisStorage.Nfs
        {
            Server = nfs.Server, Path = nfs.Path, Size = nfs.Size, Exports = nfs.Exports,
        },
        StorageSettings.Nfs nfs => new RedisStorage.Nfs
        {
            Server = nfs.Server, Path = nfs.Path, Size = nfs.Size, Exports = nfs.Exports,
            MountOptions = nfs.MountOptions,
        },
        StorageSettings.Ephemeral { SizeLimit: { } limit } => new RedisStorage.Ephemeral { SizeLimit = limit },
        StorageSettings.Ephemeral => new RedisStorage.Ephemeral(),
        _ => throw new InvalidOperationException($"bug in RedisInfra: storage {storage.GetType().Name} is not handled"),
    };

    public static RedisPersistence PersistenceOf(ServerSettings settings)
    {
        var persistence = new RedisPersistence();
        return persistence with
        {
            AppendOnly = settings.AppendOnly ?? persistence.AppendOnly,
            Snapshots = settings.Snapshots ?? persistence.Snapshots,
            SnapshotRules = settings.SnapshotRules.IsEmpty ? persistence.SnapshotRules : settings.SnapshotRules,
        };
    }

    public static RedisServiceArgs ServiceOf(ServiceSettings settings)
    {
        var service = new RedisServiceArgs();
        if (!settings.Annotations.IsEmpty) service.Annotations = settings.Annotations;
        if (settings.Type is { } type) service.Type = type;
        if (settings.InternalLoadBalancer is { } who) service.InternalLoadBalancer = who;
        if (settings.NodePort is { } port) service.NodePort = port;
        if (settings.ClientAffinity is { } affinity) service.ClientAffinity = affinity;
        return service;
    }

    /// <summary>Those of <paramref name="defaults"/>, except for what is said.</summary>
    public static RedisResourcesArgs ResourcesOf(ResourceSettings settings, RedisResourcesArgs defaults)
    {
        if (settings.Memory is { } memory) defaults.Memory = memory;
        if (settings.Cpu is { } cpu) defaults.Cpu = cpu;
        if (settings.CpuLimit is { } limit) defaults.CpuLimit = limit;
        return defaults;
    }

    public static RedisPodArgs PodOf(PodSettings settings)
    {
        var pod = new RedisPodArgs
        {
            Labels = settings.Labels,
            Annotations = settings.Annotations,
            Tolerations = settings.Tolerations,
            PriorityClass = Optional(settings.PriorityClass),
        };
        if (!settings.NodeSelector.IsEmpty) pod.NodeSelector = settings.NodeSelector;
        if (settings.UserId is { } user) pod.UserId = user;
        if (settings.GroupId is { } group) pod.GroupId = group;
        return pod;
    }

    internal static KubernetesAccessArgs AccessOf(StackSettings stack) => new()
    {
        Context = Optional(stack.Kubernetes.Context),
        Kubeconfig = Optional(stack.Kubernetes.Kubeconfig),
    };

    private static Input<string>? Optional(string? text)
    {
        if (text is null) return null;
        return text;
    }
}

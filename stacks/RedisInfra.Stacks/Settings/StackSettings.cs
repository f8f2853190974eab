using System.Collections.Immutable;

namespace RedisInfra.Stacks.Settings;

/// <summary>Everything that a stack file says.</summary>
/// <param name="Redis">The deployments that are clusters, ordered by name.</param>
/// <param name="Proxies">Those that are twemproxy, ordered by name.</param>
/// <param name="Servers">Those that are one server, ordered by name.</param>
/// <param name="Sentinels">Those that are a master, replicas and Sentinels, ordered by name.</param>
/// <param name="Ensembles">Those that are ZooKeeper, ordered by name.</param>
/// <param name="Images">What the site runs.</param>
/// <param name="Kubernetes">The keys of <c>kubernetes:</c> that matter here.</param>
internal sealed record StackSettings(
    ImmutableArray<RedisSettings> Redis, ImmutableArray<TwemproxySettings> Proxies,
    ImmutableArray<StandaloneSettings> Servers, ImmutableArray<SentinelSettings> Sentinels,
    ImmutableArray<ZookeeperSettings> Ensembles, ImageSettings Images, KubernetesSettings Kubernetes);

/// <summary>The key <c>redis-infra:images</c>: what a site runs instead of the pinned images.</summary>
internal sealed record ImageSettings(
    string? Redis, string? Twemproxy, string? HaProxy, string? RedisExporter, string? Zookeeper);

/// <summary>What the Kubernetes provider reads too.</summary>
internal sealed record KubernetesSettings(string? Context, string? Kubeconfig, string? Namespace);

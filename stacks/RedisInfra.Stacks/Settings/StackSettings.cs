using System.Collections.Immutable;

namespace RedisInfra.Stacks.Settings;

/// <summary>Everything that a stack file says.</summary>
/// <param name="Redis">The deployments, ordered by name.</param>
/// <param name="RedisImage">What the site runs instead of the pinned image.</param>
/// <param name="Kubernetes">The keys of <c>kubernetes:</c> that matter here.</param>
internal sealed record StackSettings(
    ImmutableArray<RedisSettings> Redis, string? RedisImage, KubernetesSettings Kubernetes);

/// <summary>What the Kubernetes provider reads too.</summary>
internal sealed record KubernetesSettings(string? Context, string? Kubeconfig, string? Namespace);

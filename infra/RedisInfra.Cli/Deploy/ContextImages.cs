using RedisInfra.Kubernetes;

namespace RedisInfra.Cli.Deploy;

/// <summary>The images that a cluster's kubeconfig supplies: its context's extension "redisinfra".</summary>
internal static class ContextImages
{
    public const string ConfigKey = "redis-infra:images";

    /// <summary>The value for <see cref="ConfigKey"/> as JSON, or null when the context supplies none.</summary>
    public static string? Find(KubeContext? context) => context?.Extension?["images"]?.ToJsonString();
}

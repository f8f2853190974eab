using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

/// <summary>What a <see cref="KubeTarget"/> stands for.</summary>
/// <param name="Name">The context's name in the kubeconfig.</param>
/// <param name="Namespace">The namespace of objects that don't say their own.</param>
/// <param name="Server">The API server's URL.</param>
/// <param name="Kubeconfig">The path or paths that were asked for; null: kubectl's own.</param>
/// <param name="Extension">The context's extension named "redisinfra": the lab puts its images there.</param>
public sealed record KubeContext(
    string Name, string Namespace, string Server, string? Kubeconfig = null, JsonObject? Extension = null);

namespace RedisInfra.Cli.Status;

/// <summary>The namespace of a cluster's pods and the Kubernetes it is in.</summary>
internal sealed record PodPlace(string Namespace, string? Context, string? Kubeconfig);

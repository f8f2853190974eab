using RedisInfra.Kubernetes;

namespace RedisInfra.Provider.Reach;

/// <summary>The input <c>kubernetes</c>: where the members' pods and claims are.</summary>
/// <param name="Namespace">Their namespace.</param>
/// <param name="Context">The context of the kubeconfig; null for its current one.</param>
/// <param name="Kubeconfig">The kubeconfig's path; null for kubectl's default.</param>
/// <param name="ClaimSelector">The label selector of the members' claims; null when they have none.</param>
/// <param name="KeepsClaims">Whether claims outlive the cluster.</param>
/// <param name="FilesAt">The folder of an NFS server that has the members' folders, "server:/path"; null without one.
/// </param>
internal sealed record KubernetesSettings(
    string Namespace, string? Context, string? Kubeconfig, string? ClaimSelector, bool KeepsClaims,
    string? FilesAt = null)
{
    /// <summary>The cluster and the namespace.</summary>
    public KubeTarget Target => new(Kubeconfig, Context, Namespace);
}

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>One reason why something isn't ready.</summary>
/// <param name="Kind">What kind of reason.</param>
/// <param name="About">The name of the pod, claim or workload it is about.</param>
/// <param name="Message">The reason as a sentence without its full stop, with what the cluster said.</param>
/// <param name="Container">The container, for reasons whose log explains more.</param>
public sealed record NotReadyReason(ReasonKind Kind, string About, string Message, string? Container = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{About}: {Message}";
}

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>How far something is, from its objects at one moment.</summary>
/// <param name="IsReady">Whether it is ready.</param>
/// <param name="Summary">How far it is: <c>2 of 6 pods ready; orders-1-0: ContainerCreating</c>.</param>
/// <param name="Reasons">Why it isn't ready, as far as the cluster says.</param>
public sealed record ReadinessState(bool IsReady, string Summary, IReadOnlyList<NotReadyReason> Reasons)
{
    internal static ReadinessState Ready { get; } = new(true, "ready", []);

    internal static ReadinessState Waiting(string summary, params IReadOnlyList<NotReadyReason> reasons) =>
        new(false, summary, reasons);
}

using RedisInfra.Kubernetes;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>
/// Conflicts that nobody made. API servers before 1.22 record whoever writes a StatefulSet's status as the owner of
/// its claim templates too, as these differ from what was applied by the defaults that the server filled in. From
/// then on every apply by their author is a conflict with the controller manager, which has no wish about them.
/// </summary>
internal static class ServerDefaults
{
    private const string Controllers = "kube-controller-manager";
    private const string ClaimTemplates = ".spec.volumeClaimTemplates";

    /// <summary>
    /// Whether that is all there is to the conflicts. The field can then be taken back: the server refuses to change
    /// it anyway.
    /// </summary>
    public static bool Explain(IReadOnlyCollection<FieldConflict> conflicts) => conflicts.Count > 0
        && conflicts.All(c => c is { Manager: Controllers, Field: ClaimTemplates });
}

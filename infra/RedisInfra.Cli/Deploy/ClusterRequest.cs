namespace RedisInfra.Cli.Deploy;

/// <summary>What is about to happen to a stack, as far as the choice of a cluster depends on it.</summary>
/// <param name="Operation">"up", "preview", "refresh" or "destroy".</param>
/// <param name="Kubeconfig">What the stack's configuration says; null: nothing.</param>
/// <param name="Context">What the stack's configuration says; null: nothing.</param>
/// <param name="Yes">Whether --yes was given: nothing is asked.</param>
/// <param name="MayAsk">Whether somebody sits at the terminal.</param>
/// <param name="Tell">Shows the user one line.</param>
internal sealed record ClusterRequest(
    string Operation, string? Kubeconfig, string? Context, bool Yes, bool MayAsk, Action<string> Tell)
{
    /// <summary>Whether the stack itself says which cluster it means: then no other will do.</summary>
    public bool IsExplicit => Kubeconfig is not null || Context is not null;
}

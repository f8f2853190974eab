namespace RedisInfra.Kubernetes.Readiness;

/// <summary>Says how far something is, each thing once.</summary>
internal sealed class ProgressReport(IProgress<string>? progress)
{
    private readonly HashSet<(ReasonKind, string)> _warned = [];
    private string _last = "";

    public void Say(ReadinessState state)
    {
        foreach (var reason in state.Reasons)
        {
            if (_warned.Add((reason.Kind, reason.About)))
            {
                progress?.Report($"warning: {reason}");
            }
        }

        if (state.Summary != _last)
        {
            _last = state.Summary;
            progress?.Report(state.Summary);
        }
    }
}

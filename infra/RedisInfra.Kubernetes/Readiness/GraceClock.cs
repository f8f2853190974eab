namespace RedisInfra.Kubernetes.Readiness;

/// <summary>Since when each reason stands. Pure: the caller says what time it is.</summary>
internal sealed class GraceClock(ReadinessOptions options)
{
    private readonly Dictionary<(ReasonKind Kind, string About), TimeSpan> _since = [];

    /// <summary>The reasons whose grace is over at <paramref name="now"/>, and when the next one's will be.</summary>
    public (IReadOnlyList<NotReadyReason> Over, TimeSpan? NextDue) Update(
        IReadOnlyList<NotReadyReason> reasons, TimeSpan now)
    {
        foreach (var gone in _since.Keys.Except(reasons.Select(r => (r.Kind, r.About))).ToList())
        {
            _since.Remove(gone);
        }

        var over = new List<NotReadyReason>();
        TimeSpan? next = null;
        foreach (var reason in reasons)
        {
            _since.TryAdd((reason.Kind, reason.About), now);
            if (options.GraceOf(reason) is not { } grace)
            {
                continue;
            }

            var due = _since[(reason.Kind, reason.About)] + grace;
            if (due <= now)
            {
                over.Add(reason);
            }
            else if (next is null || due < next)
            {
                next = due;
            }
        }

        return (over, next);
    }
}

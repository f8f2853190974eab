using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>How long a <see cref="ReadinessWaiter"/> waits.</summary>
public sealed record ReadinessOptions
{
    private static readonly TimeSpan MostKinds = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Claims = TimeSpan.FromMinutes(5);

    /// <value>
    /// The whole wait; default as the official provider: 5 min for a PersistentVolumeClaim, 10 min for the rest.
    /// </value>
    public TimeSpan? Timeout { get; init; }

    /// <value>How long a reason that rarely goes by itself must stay until the wait is given up; default 60 s.</value>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>
    /// The same for reasons that never go by themselves: an invalid image name, refused by policy; default 5 s.
    /// </value>
    public TimeSpan ShortGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>
    /// The same for failing probes; null, the default, waits until the timeout: a Redis that loads its data isn't ready
    /// for as long as that takes.
    /// </value>
    public TimeSpan? ProbeGrace { get; init; }

    internal TimeSpan TimeoutOf(JsonObject o) =>
        Timeout ?? (o.Kind() == "PersistentVolumeClaim" ? Claims : MostKinds);

    /// <summary>How long a reason may stay; null: as long as the wait.</summary>
    internal TimeSpan? GraceOf(NotReadyReason reason) => reason.Kind switch
    {
        ReasonKind.Failed => TimeSpan.Zero,
        ReasonKind.ImageName => Min(ShortGrace, Grace),
        ReasonKind.Refused when IsFinal(reason.Message) => Min(ShortGrace, Grace),
        ReasonKind.Probe => ProbeGrace,
        _ => Grace,
    };

    // A new namespace has no service account and no counted quota for a moment: those refusals pass.
    private static bool IsFinal(string message) =>
        message.Contains("exceeded quota", StringComparison.Ordinal)
        || message.Contains("violates PodSecurity", StringComparison.Ordinal)
        || message.Contains("must specify limits", StringComparison.Ordinal)
        || message.Contains("must specify memory", StringComparison.Ordinal)
        || message.Contains("unable to validate against any", StringComparison.Ordinal);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

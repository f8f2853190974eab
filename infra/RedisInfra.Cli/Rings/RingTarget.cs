using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace RedisInfra.Cli.Rings;

/// <summary>Which ring, before and after, and how to sign in to its servers.</summary>
/// <param name="From">The pool as it is.</param>
/// <param name="To">The pool as it is to be.</param>
/// <param name="Access">How to sign in.</param>
/// <param name="Timeout">For the whole command, or null for the command's own.</param>
internal sealed record RingTarget(RingPool From, RingPool To, ClusterAccess Access, TimeSpan? Timeout)
{
    /// <exception cref="DiagnosticException">Nobody can say where keys are or belong.</exception>
    public RingChange Change()
    {
        var refusals = RingChecks.Refusals(From, To);
        return refusals.IsEmpty ? RingChange.Of(From, To) : throw new DiagnosticException(refusals);
    }

    public ClusterConnections Connect() => new(new DirectReach(), Access);
}

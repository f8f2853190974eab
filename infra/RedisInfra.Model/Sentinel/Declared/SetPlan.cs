using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>What has to be done so that a set is as declared.</summary>
public abstract record SetPlan
{
    private SetPlan()
    {
    }

    /// <summary>Nothing: all is as declared, and all agree.</summary>
    public sealed record Settled : SetPlan;

    /// <summary>These, in their order; then look again.</summary>
    /// <param name="All">One or more.</param>
    public sealed record Steps(ImmutableArray<SetStep> All) : SetPlan;

    /// <summary>Nothing yet: Sentinel or a pod has to come to its end first.</summary>
    /// <param name="Reasons">What is waited for.</param>
    public sealed record NotReady(ImmutableArray<Diagnostic> Reasons) : SetPlan;

    /// <summary>Nothing may be done.</summary>
    /// <param name="Reasons">Why not.</param>
    public sealed record Refused(ImmutableArray<Diagnostic> Reasons) : SetPlan;
}

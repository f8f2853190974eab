using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Zookeeper;

/// <summary>What there is to do.</summary>
public abstract record ZookeeperPlan
{
    private ZookeeperPlan()
    {
    }

    /// <summary>Those vote that are to vote.</summary>
    public sealed record Balanced : ZookeeperPlan;

    /// <summary>One after the other.</summary>
    /// <param name="All">The steps, one or more.</param>
    public sealed record Steps(ImmutableArray<ZookeeperStep> All) : ZookeeperPlan;

    /// <summary>A step has to wait for a server.</summary>
    /// <param name="Reason">For which, and why.</param>
    public sealed record NotReady(string Reason) : ZookeeperPlan;

    /// <summary>It must not be done.</summary>
    /// <param name="Findings">Why.</param>
    public sealed record Refused(ImmutableArray<Diagnostic> Findings) : ZookeeperPlan;
}

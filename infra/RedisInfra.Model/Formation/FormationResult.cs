using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Formation;

/// <summary>What forming a cluster takes: one of the five below, never null.</summary>
public abstract record FormationResult
{
    private FormationResult()
    {
    }

    /// <summary>The declared cluster stands, as a new one would; nothing to do.</summary>
    public sealed record Formed : FormationResult;

    /// <summary>The declared cluster stands, with differences from a new one that need no action now.</summary>
    /// <param name="Differences">What differs; none is an error.</param>
    public sealed record Adopt(ImmutableArray<Diagnostic> Differences) : FormationResult;

    /// <summary>Steps that form the cluster, or finish what an earlier run began.</summary>
    /// <param name="Items">The steps, by phase.</param>
    /// <param name="IsResumed">Whether an earlier run had begun.</param>
    public sealed record Steps(ImmutableArray<FormationStep> Items, bool IsResumed) : FormationResult
    {
        /// <summary>Masters of shards that join a cluster which stands; they own nothing yet.</summary>
        public ImmutableArray<Member> NewMasters { get; init; } = [];
    }

    /// <summary>Nothing can be said or done yet; ask again.</summary>
    /// <param name="Reason">What is waited for.</param>
    public sealed record NotReady(string Reason) : FormationResult;

    /// <summary>Must not be formed: it would touch data or another cluster. Waiting doesn't help.</summary>
    /// <param name="Diagnostics">Every reason.</param>
    public sealed record Refused(ImmutableArray<Diagnostic> Diagnostics) : FormationResult;
}

using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Departure;

/// <summary>What it takes to let members leave: one of the four below, never null.</summary>
public abstract record DepartureResult
{
    private DepartureResult()
    {
    }

    /// <summary>Nobody knows them, they own nothing, and those that answer are fresh nodes.</summary>
    /// <param name="Unreached">
    /// Members that don't answer, so that nothing could be done about what is on their disks.
    /// </param>
    public sealed record Gone(ImmutableArray<Member> Unreached) : DepartureResult;

    /// <summary>What has to be done, by phase. Only the first phase is certain: look again after it.</summary>
    /// <param name="Items">The steps, by phase; what can be foreseen of later ones is among them.</param>
    public sealed record Steps(ImmutableArray<DepartureStep> Items) : DepartureResult
    {
        /// <summary>The steps that are to be done now.</summary>
        public IEnumerable<DepartureStep> Next => Items.TakeWhile(step => step.Phase == Items[0].Phase);
    }

    /// <summary>Nothing can be said or done yet; ask again.</summary>
    /// <param name="Reason">What is waited for.</param>
    public sealed record NotReady(string Reason) : DepartureResult
    {
        /// <summary>Who owns no slot any more and holds keys, when that is what is waited for.</summary>
        public NodeView.Live? Holding { get; init; }
    }

    /// <summary>Must not be done: it would risk data or can't work. Waiting doesn't help.</summary>
    /// <param name="Diagnostics">Every reason.</param>
    public sealed record Refused(ImmutableArray<Diagnostic> Diagnostics) : DepartureResult;
}

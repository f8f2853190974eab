using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>What the parts of a run have in common.</summary>
/// <param name="Nodes">The servers, claimed.</param>
/// <param name="Change">The change.</param>
/// <param name="Options">How.</param>
/// <param name="Tally">Counts.</param>
internal sealed record RingContext(INodes Nodes, RingChange Change, RingMoveOptions Options, RingTally Tally)
{
    /// <summary>Servers of both rings.</summary>
    public ImmutableArray<Member> Members => Change.Members;

    /// <summary>
    /// Held at both ends of a MIGRATE, in the order of <see cref="Members"/>: two servers that send to one another at
    /// once would wait for one another.
    /// </summary>
    public ImmutableArray<SemaphoreSlim> Lanes { get; } = [.. Change.Members.Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>As many as may send at once.</summary>
    public SemaphoreSlim Sending { get; } = new(Math.Max(1, Options.MaxSources));

    /// <summary>How long a step may take.</summary>
    public TimeSpan Budget => Options.Gentle ? Options.Budget / RingMoveOptions.GentleParts : Options.Budget;

    /// <summary>The rest after a step.</summary>
    public Task RestAsync(TimeSpan took, CancellationToken cancellationToken) => Options.Gentle
        ? Task.Delay(took * (RingMoveOptions.GentleParts - 1), Nodes.Time, cancellationToken) : Task.CompletedTask;
}

using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Steps;

/// <summary>
/// One thing to do to one resource: data, made by the planner and carried out by the executor. <c>New</c> has the
/// inputs and options to be reached, and the outputs as far as they are known before it is carried out.
/// </summary>
internal sealed record Step(StepOp Op, ResourceState? Old, ResourceState? New)
{
    public Difference Difference { get; init; } = Difference.None;

    /// <summary>
    /// A deletion ahead of the replacement: the resource stays in the state, so that references to it hold.
    /// </summary>
    public bool KeepsPlaceholder { get; init; }

    /// <summary>The id of the existing resource that is read or imported.</summary>
    public string ReadId { get; init; } = "";

    /// <summary>An operation of an earlier run that this step brings to its end.</summary>
    public PendingOperation? Resumes { get; init; }

    /// <summary>Deleted together with another resource, or kept: it leaves the state without a call.</summary>
    public bool OnlyForgets { get; init; }

    public string Urn => (New ?? Old)!.Urn;

    public StepMetadata Describe() => new(Op, Urn, (New ?? Old)!.Type, Old, New)
    {
        ReplaceKeys = Difference.ReplaceKeys,
        Diffs = Difference.Diffs,
        DetailedDiff = Difference.Detailed,
    };
}

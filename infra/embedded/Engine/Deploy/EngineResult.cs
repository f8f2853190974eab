using System.Collections.Immutable;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>How an operation ended. Snapshot is the state it left; a preview's says what would be.</summary>
internal sealed record EngineResult(
    bool Succeeded, Snapshot Snapshot, ImmutableSortedDictionary<StepOp, int> Changes)
{
    /// <summary>It failed by nothing but findings about what was asked for, and nothing was touched.</summary>
    public bool IsRefused { get; init; }
}

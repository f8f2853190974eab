using System.Collections.Immutable;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>How one operation is to be done.</summary>
internal sealed record EngineOptions
{
    public bool IsPreview { get; init; }

    /// <summary>How many steps may be under way at once.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>URNs or patterns of them; empty is everything.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>Whether what depends on a target is one, too.</summary>
    public bool TargetDependents { get; init; }

    /// <summary>URNs or patterns of resources to replace though nothing about them changed.</summary>
    public ImmutableArray<string> Replace { get; init; } = [];

    /// <summary>Refresh the state before an update or a destruction.</summary>
    public bool Refresh { get; init; }

    /// <summary>
    /// Go on with what doesn't depend on a failure. An update ends with its program, whose first failure ends it.
    /// </summary>
    public bool ContinueOnError { get; init; }
}

using System.Collections.Immutable;

namespace Embedded.Engine.Tests.Simulation;

/// <summary>
/// How a resource uses an earlier one: only after it, or its name in the value, or its name in the kind.
/// </summary>
internal enum Via
{
    Order,
    Value,
    Kind,
}

/// <summary>One resource of a random program. A change of its kind replaces it, one of its value updates it.</summary>
internal sealed record NodeSpec(int Index)
{
    public required int Kind { get; init; }
    public required int Value { get; init; }

    /// <summary>0 is none, else the component that it stands under.</summary>
    public required int Group { get; init; }

    /// <summary>The component that it stood under before.</summary>
    public int? EarlierGroup { get; init; }

    public required ImmutableSortedDictionary<int, Via> Needs { get; init; }

    /// <summary>A given name can't be held by two: such a resource must be deleted before it is made anew.</summary>
    public required bool HasGivenName { get; init; }

    public required bool DeletesBeforeReplace { get; init; }
    public bool IsDeclared { get; init; } = true;

    public string Name => $"n{Index}";
}

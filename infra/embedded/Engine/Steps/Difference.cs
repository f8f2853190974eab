using System.Collections.Immutable;
using Pulumi.Experimental.Provider;

namespace RedisInfra.Embedded.Engine.Steps;

/// <summary>
/// How a declared resource differs from the state: from the provider's answer and the resource's options.
/// </summary>
internal sealed record Difference(
    bool HasChanges, ImmutableArray<string> ReplaceKeys, ImmutableArray<string> Diffs, bool DeleteBeforeReplace)
{
    public static readonly Difference None = new(false, [], [], false);

    public ImmutableSortedDictionary<string, PropertyDiffKind> Detailed { get; init; } =
        ImmutableSortedDictionary<string, PropertyDiffKind>.Empty;

    public bool NeedsReplacement => !ReplaceKeys.IsEmpty;
}

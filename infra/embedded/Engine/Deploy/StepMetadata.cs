using System.Collections.Immutable;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>
/// One step as the display sees it. Old is the resource before: null when it is created, read or imported. New is it
/// after: null when it is deleted or a refresh found it gone. In a preview outputs may be unknown and the id empty. A
/// refresh's Old and New differ in what was found.
/// </summary>
internal sealed record StepMetadata(StepOp Op, string Urn, string Type, ResourceState? Old, ResourceState? New)
{
    /// <summary>The inputs because of which a resource is replaced.</summary>
    public ImmutableArray<string> ReplaceKeys { get; init; } = [];

    /// <summary>Changed inputs, when the provider named them.</summary>
    public ImmutableArray<string> Diffs { get; init; } = [];

    /// <summary>By property path; empty when the provider gave none, then inputs are compared.</summary>
    public ImmutableSortedDictionary<string, PropertyDiffKind> DetailedDiff { get; init; } =
        ImmutableSortedDictionary<string, PropertyDiffKind>.Empty;

    public ResourceState Resource => New ?? Old!;

    /// <summary>Default providers stand in the state but aren't shown or counted.</summary>
    public bool IsDefaultProvider => Steps.Urns.IsDefaultProvider(Urn);
}

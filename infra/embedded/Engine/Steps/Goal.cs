using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Hosting;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Steps;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// A resource as it is wanted: what the program asked for, with its URN, aliases and provider settled.
/// </summary>
internal sealed record Goal(RegisterRequest Request, string Urn, ImmutableArray<string> Aliases)
{
    public required Bag Inputs { get; init; }
    public required bool Protect { get; init; }
    public required bool RetainOnDelete { get; init; }

    /// <summary>"{provider urn}::{provider id}"; empty for components and providers.</summary>
    public string Provider { get; init; } = "";

    public bool IsProvider => Urns.IsProviderType(Request.Type);

    /// <summary>
    /// The state that this goal leads to. What the program doesn't say comes from <paramref name="old"/>.
    /// </summary>
    public ResourceState ToState(Bag inputs, ResourceState? old)
    {
        var r = Request;
        var hasTimeouts = r.CreateTimeout is not null || r.UpdateTimeout is not null || r.DeleteTimeout is not null;
        return new ResourceState
        {
            Urn = Urn,
            Custom = r.Custom,
            Type = r.Type,
            Inputs = inputs,
            Parent = r.ParentUrn,
            Protect = Protect,
            Dependencies = InOrder(r.Dependencies, old?.Dependencies ?? []),
            Provider = Provider,
            PropertyDependencies = r.PropertyDependencies.ToImmutableDictionary(
                p => p.Key, p => InOrder(p.Value, old?.PropertyDependencies.GetValueOrDefault(p.Key) ?? [])),
            AdditionalSecretOutputs = r.AdditionalSecretOutputs,
            CustomTimeouts = hasTimeouts ? new CustomTimeouts(r.CreateTimeout, r.UpdateTimeout, r.DeleteTimeout) : null,
            ImportId = r.ImportId,
            RetainOnDelete = RetainOnDelete,
            DeletedWith = r.DeletedWith,
            SourcePosition = old?.SourcePosition ?? "",
            IgnoreChanges = r.IgnoreChanges,
            ReplaceOnChanges = r.ReplaceOnChanges,
            Unknown = old?.Unknown ?? ImmutableSortedDictionary<string, string>.Empty,
        };
    }

    /// <summary>A set that did not change keeps the order it has on disk.</summary>
    private static ImmutableArray<string> InOrder(ImmutableHashSet<string> urns, ImmutableArray<string> old) =>
        !old.IsDefault && old.Length == urns.Count && urns.SetEquals(old)
            ? old : [.. urns.Order(StringComparer.Ordinal)];
}

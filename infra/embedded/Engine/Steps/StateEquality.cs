using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Steps;

/// <summary>
/// Whether two states would be written the same. Equal ones are not replaced: their text and ciphertexts stay.
/// </summary>
internal static class StateEquality
{
    public static bool Same(ResourceState a, ResourceState b) =>
        a.Urn == b.Urn && a.Custom == b.Custom && a.Type == b.Type && a.Id == b.Id && a.Delete == b.Delete
        && a.Parent == b.Parent && a.Protect == b.Protect && a.External == b.External && a.Provider == b.Provider
        && a.PendingReplacement == b.PendingReplacement && a.ImportId == b.ImportId
        && a.RetainOnDelete == b.RetainOnDelete && a.DeletedWith == b.DeletedWith
        && a.CustomTimeouts == b.CustomTimeouts && a.Created == b.Created && a.Modified == b.Modified
        && Same(a.Dependencies, b.Dependencies) && Same(a.InitErrors, b.InitErrors)
        && Same(a.AdditionalSecretOutputs, b.AdditionalSecretOutputs) && Same(a.Aliases, b.Aliases)
        && Same(a.IgnoreChanges, b.IgnoreChanges) && Same(a.ReplaceOnChanges, b.ReplaceOnChanges)
        && Same(a.PropertyDependencies, b.PropertyDependencies)
        && Same(a.Inputs, b.Inputs) && Same(a.Outputs, b.Outputs);

    public static bool Same(
        ImmutableDictionary<string, PropertyValue> a, ImmutableDictionary<string, PropertyValue> b) =>
        ReferenceEquals(a, b) || (a.Count == b.Count
            && a.All(p => b.TryGetValue(p.Key, out var value) && p.Value.Equals(value)));

    private static bool Same(ImmutableArray<string> a, ImmutableArray<string> b) =>
        (a.IsDefault ? [] : a).SequenceEqual(b.IsDefault ? [] : b);

    private static bool Same(
        ImmutableDictionary<string, ImmutableArray<string>> a, ImmutableDictionary<string, ImmutableArray<string>> b) =>
        a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var urns) && Same(p.Value, urns));
}

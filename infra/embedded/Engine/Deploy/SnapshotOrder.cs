using System.Collections.Immutable;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Order of and references between the resources of a state. Pure.</summary>
internal static class SnapshotOrder
{
    /// <summary>The given order, but what a resource needs comes before it.</summary>
    public static ImmutableArray<ResourceState> Sort(IEnumerable<ResourceState> resources)
    {
        var all = resources.ToList();
        var byUrn = new Dictionary<string, ResourceState>(all.Count, StringComparer.Ordinal);
        var providers = new Dictionary<string, ResourceState>(StringComparer.Ordinal);
        foreach (var resource in all)
        {
            // Two of one URN: the live one is what others refer to.
            if (!resource.Delete || !byUrn.ContainsKey(resource.Urn)) byUrn[resource.Urn] = resource;
            if (Urns.IsProviderType(resource.Type)) providers[$"{resource.Urn}::{resource.Id}"] = resource;
        }

        var sorted = ImmutableArray.CreateBuilder<ResourceState>(all.Count);
        var visited = new HashSet<ResourceState>(all.Count, ReferenceEqualityComparer.Instance);
        foreach (var resource in all) Visit(resource);
        return sorted.ToImmutable();

        void Visit(ResourceState resource)
        {
            if (!visited.Add(resource)) return;
            if (resource.Parent.Length > 0 && byUrn.TryGetValue(resource.Parent, out var parent)) Visit(parent);
            if (resource.Provider.Length > 0 && providers.TryGetValue(resource.Provider, out var provider))
                Visit(provider);
            foreach (var urn in resource.Dependencies)
                if (byUrn.TryGetValue(urn, out var dependency)) Visit(dependency);
            sorted.Add(resource);
        }
    }

    public static ResourceState Rename(ResourceState r, IReadOnlyDictionary<string, string> names)
    {
        var (providerUrn, providerId) = Urns.ParseReference(r.Provider);
        var isMeant = Has(r.Parent) || Has(providerUrn) || Has(r.DeletedWith) || r.Dependencies.Any(Has)
            || r.PropertyDependencies.Values.Any(urns => urns.Any(Has));
        if (!isMeant) return r;
        return r with
        {
            Parent = New(r.Parent),
            Provider = Has(providerUrn) ? $"{New(providerUrn)}::{providerId}" : r.Provider,
            DeletedWith = New(r.DeletedWith),
            Dependencies = [.. r.Dependencies.Select(New)],
            PropertyDependencies = r.PropertyDependencies.ToImmutableDictionary(
                p => p.Key, p => p.Value.Select(New).ToImmutableArray()),
        };

        bool Has(string urn) => names.ContainsKey(urn);
        string New(string urn) => names.GetValueOrDefault(urn, urn);
    }

    public static ResourceState WithoutReference(ResourceState r, string urn)
    {
        var isMeant = r.Parent == urn || r.DeletedWith == urn || r.Dependencies.Contains(urn);
        if (!isMeant) return r;
        return r with
        {
            Parent = r.Parent == urn ? "" : r.Parent,
            DeletedWith = r.DeletedWith == urn ? "" : r.DeletedWith,
            Dependencies = r.Dependencies.Remove(urn),
            PropertyDependencies = r.PropertyDependencies.ToImmutableDictionary(
                p => p.Key, p => p.Value.Remove(urn)),
        };
    }
}

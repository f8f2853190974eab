using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Registry;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>What the engine asks of a provider, in the engine's own words.</summary>
internal interface IResourceProvider
{
    /// <exception cref="CheckFailedException">The inputs were refused.</exception>
    Task<Bag> CheckAsync(string urn, Bag oldInputs, Bag newInputs, CancellationToken cancellationToken);

    /// <summary>The provider's answer; replaceOnChanges and the like aren't in it.</summary>
    Task<Difference> DiffAsync(
        ResourceState old, Bag newInputs, ImmutableArray<string> ignoreChanges, CancellationToken cancellationToken);

    /// <summary>What a creation would take over without its being known; null when nothing is there.</summary>
    Task<Diagnostic?> FindObstacleAsync(
        ResourceState wanted, string? standing, bool preview, CancellationToken cancellationToken);

    Task<(string Id, Bag Outputs)> CreateAsync(ResourceState resource, bool preview,
        CancellationToken cancellationToken);

    Task<Bag> UpdateAsync(
        ResourceState old, ResourceState resource, bool preview, CancellationToken cancellationToken);

    /// <summary>Null when it doesn't exist. Inputs are null when the provider doesn't tell them.</summary>
    Task<(string Id, Bag? Inputs, Bag Outputs)?> ReadAsync(
        ResourceState resource, string id, CancellationToken cancellationToken);

    Task DeleteAsync(ResourceState old, CancellationToken cancellationToken);
}

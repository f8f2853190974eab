using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Registry;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// The provider of `pulumi:providers:*`: providers are resources, and their inputs are configuration.
/// </summary>
internal sealed class ProviderResources(ProviderRegistry registry) : IResourceProvider
{
    /// <summary>Stands for the id of a provider that doesn't exist yet, as in Pulumi's own protocol.</summary>
    public const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public async Task<Bag> CheckAsync(string urn, Bag oldInputs, Bag newInputs, CancellationToken cancellationToken)
    {
        var provider = registry.Instantiate(Urns.Package(Urns.Type(urn)));
        try
        {
            var response = await provider.CheckConfig(
                new CheckRequest(new Urn(urn), oldInputs, newInputs, []), cancellationToken);
            PluginProvider.ThrowOnFailures(response, newInputs);
            return PropertyBags.MarkSecrets(
                PropertyBags.WithoutDependencies(response.Inputs ?? newInputs), newInputs, []);
        }
        catch (NotSupportedException)
        {
            return newInputs;
        }
    }

    public async Task<Difference> DiffAsync(
        ResourceState old, Bag newInputs, ImmutableArray<string> ignoreChanges, CancellationToken cancellationToken)
    {
        if (!PropertyBags.ChangedPaths(old.Inputs, newInputs).Any()) return Difference.None;
        try
        {
            var request = new DiffRequest(
                new Urn(old.Urn), old.Id, old.Outputs, newInputs, ignoreChanges, old.Inputs);
            var response = await registry.Instantiate(Urns.Package(old.Type)).DiffConfig(request, cancellationToken);
            return PluginProvider.ToDifference(response, old.Inputs, newInputs) with { HasChanges = true };
        }
        catch (NotSupportedException)
        {
            return new(true, [], [], false);
        }
    }

    public Task<Diagnostic?> FindObstacleAsync(
        ResourceState wanted, string? standing, bool preview, CancellationToken cancellationToken) =>
        Task.FromResult<Diagnostic?>(null);

    public Task<(string Id, Bag Outputs)> CreateAsync(
        ResourceState resource, bool preview, CancellationToken cancellationToken) =>
        Task.FromResult((preview ? UnknownId : Guid.NewGuid().ToString(), resource.Inputs));

    public Task<Bag> UpdateAsync(
        ResourceState old, ResourceState resource, bool preview, CancellationToken cancellationToken) =>
        Task.FromResult(resource.Inputs);

    public Task<(string Id, Bag? Inputs, Bag Outputs)?> ReadAsync(
        ResourceState resource, string id, CancellationToken cancellationToken) =>
        Task.FromResult<(string, Bag?, Bag)?>((id, resource.Inputs, resource.Outputs));

    public Task DeleteAsync(ResourceState old, CancellationToken cancellationToken) => Task.CompletedTask;
}

using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Providers;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Registry;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>
/// A configured provider. <paramref name="configuration"/> is null while its configuration has unknown values.
/// </summary>
internal sealed class PluginProvider(Provider provider, ConfigureResponse? configuration) : IResourceProvider
{
    private bool IsUnconfigured => configuration is null;

    public static async Task<PluginProvider> ConfigureAsync(
        Provider provider, Bag config, CancellationToken cancellationToken)
    {
        if (config.HasUnknown()) return new(provider, null);
        var variables = config.Where(p => p.Value.TryGetString(out _))
            .ToImmutableDictionary(p => p.Key, p => p.Value.TryGetString(out var text) ? text : "");
        var request = new ConfigureRequest(
            variables, config, acceptSecrets: true, acceptResources: true, sendsOldInputs: true,
                sendsOldInputsToDelete: true);
        return new(provider, await provider.Configure(request, cancellationToken));
    }

    /// <summary>Null when the provider can't tell what is there.</summary>
    public IResourceFinder? Finder => provider as IResourceFinder;

    public Task<Diagnostic?> FindObstacleAsync(
        ResourceState wanted, string? standing, bool preview, CancellationToken cancellationToken) =>
        Finder is null || IsUnconfigured ? Task.FromResult<Diagnostic?>(null)
            : Finder.FindObstacleAsync(wanted.Urn, wanted.Inputs, standing, preview, cancellationToken);

    public async Task<Bag> CheckAsync(string urn, Bag oldInputs, Bag newInputs, CancellationToken cancellationToken)
    {
        if (IsUnconfigured) return newInputs;
        var request = new CheckRequest(new Urn(urn), Sent(oldInputs), Sent(newInputs), []);
        var response = await provider.Check(request, cancellationToken);
        ThrowOnFailures(response, newInputs);
        var result = PropertyBags.WithoutDependencies(response.Inputs ?? newInputs);
        return PropertyBags.MarkSecrets(result, newInputs, []);
    }

    public async Task<Difference> DiffAsync(
        ResourceState old, Bag newInputs, ImmutableArray<string> ignoreChanges, CancellationToken cancellationToken)
    {
        if (IsUnconfigured) return new(true, [], [], false);
        var request = new DiffRequest(
            new Urn(old.Urn), old.Id, Sent(old.Outputs), Sent(newInputs), ignoreChanges, Sent(old.Inputs));
        return ToDifference(await provider.Diff(request, cancellationToken), old.Inputs, newInputs);
    }

    public async Task<(string Id, Bag Outputs)> CreateAsync(
        ResourceState resource, bool preview, CancellationToken cancellationToken)
    {
        if (preview && IsUnconfigured) return ("", Bag.Empty);
        if (preview && !configuration!.SupportsPreview) return ("", resource.Inputs);
        var timeout = resource.CustomTimeouts?.Create ?? TimeSpan.Zero;
        var request = new CreateRequest(new Urn(resource.Urn), Sent(resource.Inputs), timeout, preview);
        var response = await provider.Create(request, cancellationToken);
        if (!preview && string.IsNullOrEmpty(response.Id))
            throw new InvalidOperationException($"the provider of {resource.Type} created a resource without an id");
        return (response.Id ?? "", Received(response.Outputs, resource));
    }

    public async Task<Bag> UpdateAsync(
        ResourceState old, ResourceState resource, bool preview, CancellationToken cancellationToken)
    {
        if (preview && (IsUnconfigured || !configuration!.SupportsPreview)) return resource.Inputs;
        var timeout = resource.CustomTimeouts?.Update ?? TimeSpan.Zero;
        var request = new UpdateRequest(
            new Urn(resource.Urn), old.Id, Sent(old.Outputs), Sent(resource.Inputs), timeout,
            resource.IgnoreChanges, preview, Sent(old.Inputs));
        return Received((await provider.Update(request, cancellationToken)).Outputs, resource);
    }

    public async Task<(string Id, Bag? Inputs, Bag Outputs)?> ReadAsync(
        ResourceState resource, string id, CancellationToken cancellationToken)
    {
        var request = new ReadRequest(new Urn(resource.Urn), id, Sent(resource.Outputs), Sent(resource.Inputs));
        var response = await provider.Read(request, cancellationToken);
        if (string.IsNullOrEmpty(response.Id)) return null;
        var inputs = response.Inputs is { } read
            ? PropertyBags.MarkSecrets(PropertyBags.WithoutDependencies(read), resource.Inputs, []) : null;
        return (response.Id, inputs, Received(response.Outputs, resource));
    }

    public Task DeleteAsync(ResourceState old, CancellationToken cancellationToken)
    {
        var timeout = old.CustomTimeouts?.Delete ?? TimeSpan.Zero;
        return provider.Delete(
            new DeleteRequest(new Urn(old.Urn), old.Id, Sent(old.Outputs), timeout, Sent(old.Inputs)),
                cancellationToken);
    }

    public static void ThrowOnFailures(CheckResponse response, Bag inputs)
    {
        if (response.Failures is not { Count: > 0 } failures) return;
        throw new CheckFailedException([.. failures.Select(f => f.Property.Length == 0
            ? f.Reason
            : $"property {f.Property} value {Show(inputs, f.Property)} has a problem: {f.Reason}")]);
    }

    public static Difference ToDifference(DiffResponse response, Bag oldInputs, Bag newInputs)
    {
        var diffs = response.Diffs?.ToImmutableArray() ?? [];
        var replaces = response.Replaces?.ToImmutableArray() ?? [];
        // An answer that leaves it open: the inputs tell.
        var changes = response.Changes ?? (!replaces.IsEmpty || PropertyBags.ChangedPaths(oldInputs, newInputs).Any());
        return new(changes, replaces, diffs, response.DeleteBeforeReplace)
        {
            Detailed = response.DetailedDiff?.ToImmutableSortedDictionary(p => p.Key, p => p.Value.Kind)
                ?? ImmutableSortedDictionary<string, PropertyDiffKind>.Empty,
        };
    }

    private static string Show(Bag inputs, string property) =>
        inputs.TryGetValue(property, out var value)
            ? value.IsSecret ? "{[secret]}" : $"{{{value}}}"
            : "{<nil>}";

    private Bag Sent(Bag bag) => configuration is { AcceptSecrets: false } ? PropertyBags.InClear(bag) : bag;

    private static Bag Received(IEnumerable<KeyValuePair<string, PropertyValue>>? outputs, ResourceState resource) =>
        PropertyBags.MarkSecrets(
            PropertyBags.WithoutDependencies(outputs), resource.Inputs, resource.AdditionalSecretOutputs);
}

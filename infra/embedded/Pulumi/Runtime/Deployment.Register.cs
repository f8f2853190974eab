using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Hosting;
using Pulumi.Serialization;

namespace Pulumi;

public sealed partial class Deployment
{
    private readonly List<Resource> _registered = [];

    /// <summary>In the order of registration.</summary>
    internal ImmutableArray<Resource> Registered
    {
        get
        {
            lock (_registered) return [.. _registered];
        }
    }

    internal void Register(Resource resource, ResourceArgs args, ResourceOptions options) =>
        Tasks.Add(RegisterAsync(resource, args, options));

    internal void RegisterOutputs(Resource resource, Output<IDictionary<string, object?>> outputs) =>
        Tasks.Add(RegisterOutputsAsync(resource, outputs));

    private async Task RegisterAsync(Resource resource, ResourceArgs args, ResourceOptions options)
    {
        try
        {
            var response = await AskHostAsync(resource, args, options).ConfigureAwait(false);
            // A resource that is skipped, or not made yet, has no id: what it doesn't give isn't known either.
            var isThere = !Context.IsDryRun && (resource is not CustomResource || response.Id is not null);
            foreach (var (name, slot) in resource.Slots)
            {
                if (name == "urn") slot.Set(new(response.Urn), Warn);
                else if (name == "id") slot.Set(Id(response), Warn);
                else if (response.Outputs.TryGetValue(name, out var value)) slot.Set(value, Warn);
                else slot.SetDefault(isKnown: isThere);
            }
        }
        catch (Exception e)
        {
            foreach (var slot in resource.Slots.Values) slot.Fail(e);
            throw;
        }

        void Warn(string message) => _ = Logger.LogAsync(LogSeverity.Warning, message, resource);
    }

    private static PropertyValue Id(RegisterResponse response) =>
        string.IsNullOrEmpty(response.Id) ? PropertyValue.Computed : new(response.Id);

    private async Task<RegisterResponse> AskHostAsync(Resource resource, ResourceArgs args, ResourceOptions options)
    {
        var id = options.Id is null ? "" : await options.Id.ToOutput().GetValueAsync("").ConfigureAwait(false);
        if (!string.IsNullOrEmpty(id) && resource is not CustomResource)
            throw new ArgumentException("The option Id is only for custom resources.");

        var request = await PrepareAsync(resource, args, options).ConfigureAwait(false);
        // The program has failed elsewhere: what it still asks for must not be made.
        if (_ended) throw new HostStoppedException();

        lock (_registered) _registered.Add(resource);
        return string.IsNullOrEmpty(id)
            ? await Context.Monitor.RegisterResourceAsync(request, Context.CancellationToken).ConfigureAwait(false)
            : await Context.Monitor.ReadResourceAsync(request, id, Context.CancellationToken).ConfigureAwait(false);
    }

    private async Task RegisterOutputsAsync(Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        var urn = await resource.Urn.GetValueAsync("").ConfigureAwait(false);
        var values = await outputs.GetValueAsync(ImmutableDictionary<string, object?>.Empty).ConfigureAwait(false);
        var written = ImmutableDictionary.CreateBuilder<string, PropertyValue>();
        foreach (var (name, value) in values)
        {
            var property = await new InputWriter().WriteAsync(value, name).ConfigureAwait(false);
            if (!property.IsNull) written.Add(name, property);
        }

        if (_ended) throw new HostStoppedException();
        await Context.Monitor.RegisterResourceOutputsAsync(urn, written.ToImmutable(), Context.CancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<RegisterRequest> PrepareAsync(Resource resource, ResourceArgs args, ResourceOptions options)
    {
        var all = await UrnsAsync(await ResourcesAsync(options.DependsOn).ConfigureAwait(false)).ConfigureAwait(false);
        var inputs = ImmutableDictionary.CreateBuilder<string, PropertyValue>();
        var dependencies = ImmutableDictionary.CreateBuilder<string, ImmutableHashSet<string>>();
        foreach (var (name, value, json) in args.GetInputs().ToList())
        {
            if (name is "id" or "urn") continue;
            var writer = new InputWriter();
            var input = await WriteInputAsync(writer, name, value, json).ConfigureAwait(false);
            if (input.IsNull) continue;
            inputs.Add(name, input);
            dependencies[name] = await UrnsAsync(writer.Dependencies).ConfigureAwait(false);
            all = all.Union(dependencies[name]);
        }

        var custom = options as CustomResourceOptions;
        return new()
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Custom = custom is not null,
            ParentUrn = await ParentAsync(resource, options).ConfigureAwait(false),
            Inputs = inputs.ToImmutable(),
            Dependencies = all,
            PropertyDependencies = dependencies.ToImmutable(),
            Provider = custom?.Provider is { } provider ? await provider.GetReferenceAsync().ConfigureAwait(false) : "",
            Version = options.Version ?? "",
            PluginDownloadUrl = options.PluginDownloadURL ?? "",
            Protect = options.Protect,
            RetainOnDelete = options.RetainOnDelete,
            DeleteBeforeReplace = custom?.DeleteBeforeReplace,
            DeletedWith = options.DeletedWith is { } with ? await with.Urn.GetValueAsync("").ConfigureAwait(false) : "",
            ImportId = custom?.ImportId ?? "",
            IgnoreChanges = [.. options.IgnoreChanges],
            ReplaceOnChanges = [.. options.ReplaceOnChanges],
            AdditionalSecretOutputs = [.. custom?.AdditionalSecretOutputs ?? []],
            Aliases = await AliasesAsync(options).ConfigureAwait(false),
            CreateTimeout = options.CustomTimeouts?.Create,
            UpdateTimeout = options.CustomTimeouts?.Update,
            DeleteTimeout = options.CustomTimeouts?.Delete,
        };
    }

    private static async Task<PropertyValue> WriteInputAsync(InputWriter writer, string name, object? value, bool json)
    {
        try
        {
            return await writer.WriteInputAsync(value, json, name).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"error serializing property \"{name}\": {e.Message}", e);
        }
    }

    private async Task<string> ParentAsync(Resource resource, ResourceOptions options)
    {
        if (resource.GetResourceType() == Stack.RootType) return "";
        return await (options.Parent ?? Stack).Urn.GetValueAsync("").ConfigureAwait(false);
    }

    private static async Task<ImmutableArray<AliasRequest>> AliasesAsync(ResourceOptions options)
    {
        var aliases = ImmutableArray.CreateBuilder<AliasRequest>();
        foreach (var input in options.Aliases)
        {
            // An unknown alias can't match anything that stands.
            if (await input.ToOutput().GetValueAsync(null!).ConfigureAwait(false) is { } alias)
                aliases.Add(await alias.ToRequestAsync().ConfigureAwait(false));
        }

        return aliases.ToImmutable();
    }

    private static async Task<IEnumerable<Resource>> ResourcesAsync(InputList<Resource> dependsOn)
    {
        var resources = await dependsOn.ToOutput().GetValueAsync([]).ConfigureAwait(false);
        return resources.Where(resource => resource is not null);
    }

    /// <summary>A component isn't anything to wait for itself: its children are, and theirs.</summary>
    private static async Task<ImmutableHashSet<string>> UrnsAsync(IEnumerable<Resource> resources)
    {
        var (seen, waiting) = (new HashSet<Resource>(), new Stack<Resource>(resources));
        var urns = ImmutableHashSet.CreateBuilder<string>();
        while (waiting.TryPop(out var resource))
        {
            if (!seen.Add(resource)) continue;
            if (resource is CustomResource)
            {
                var urn = await resource.Urn.GetValueAsync("").ConfigureAwait(false);
                if (urn.Length > 0) urns.Add(urn);
                continue;
            }

            foreach (var child in resource.Children) waiting.Push(child);
        }

        return urns.ToImmutable();
    }
}

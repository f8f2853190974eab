using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A node of the resource tree. Its constructor starts the registration and returns at once.</summary>
public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly bool? _protect;
    private readonly ImmutableList<ResourceTransformation> _transformations;
    private readonly ImmutableDictionary<string, ProviderResource> _providers;
    private readonly HashSet<Resource> _children = [];

    private protected Resource(string type, string name, bool custom, ResourceArgs args, ResourceOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_type, _name) = (type, name);

        // Before anyone else can see this object, every output must be there to wait for.
        Slots = OutputSlot.Fill(this);
        var parent = options.Parent ?? (type == Stack.RootType ? null : Deployment.InternalInstance.Stack);
        _transformations = [.. options.ResourceTransformations, .. parent?._transformations ?? []];
        (args, options) = Transform(args, options);
        options = options.Clone();

        options.Parent?.AddChild(this);
        options.Protect ??= options.Parent?._protect;
        _protect = options.Protect;
        _providers = Inherit(custom, options);
        Deployment.InternalInstance.Register(this, args, options);
    }

    /// <summary>A resource known only by its URN: a reference that came back in an output.</summary>
    private protected Resource(string urn)
    {
        (_type, _name) = (Pulumi.Urn.Type(urn), Pulumi.Urn.Name(urn));
        (_transformations, _providers) = ([], ImmutableDictionary<string, ProviderResource>.Empty);
        Slots = [];
        Urn = new(Task.FromResult(new OutputData<string>([this], urn, IsKnown: true, IsSecret: false)));
    }

    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    /// <summary>The outputs that the registration fills, by wire name.</summary>
    internal ImmutableDictionary<string, OutputSlot> Slots { get; }

    internal ImmutableArray<Resource> Children
    {
        get
        {
            lock (_children) return [.. _children];
        }
    }

    public string GetResourceType() => _type;

    public string GetResourceName() => _name;

    private (ResourceArgs, ResourceOptions) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new(this, args, options)) is not { } result) continue;
            if (result.Options.Parent != options.Parent)
                throw new ArgumentException("A transformation can't change the parent of a resource.");
            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    private void AddChild(Resource child)
    {
        lock (_children) _children.Add(child);
    }

    /// <summary>Settles this resource's provider and which providers its children inherit, by package.</summary>
    private ImmutableDictionary<string, ProviderResource> Inherit(bool custom, ResourceOptions options)
    {
        var inherited = options.Parent?._providers ?? ImmutableDictionary<string, ProviderResource>.Empty;
        if (!custom)
        {
            var given = ((ComponentResourceOptions)options).Providers;
            if (options.Provider is { } one)
            {
                if (given.Count > 0)
                    throw new ResourceException("A component takes Provider or Providers, not both.", options.Parent);
                given = [one];
            }

            return inherited.SetItems(given.Select(provider => KeyValuePair.Create(provider.Package, provider)));
        }

        if (_type.Split(':') is not [var package, _, _]) return inherited;
        if (options.Provider is { } own) return inherited.SetItem(package, own);

        options.Provider = inherited.GetValueOrDefault(package);
        return inherited;
    }
}

namespace Pulumi;

public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? _providers;

    /// <summary>What the component's children use for the packages of these providers.</summary>
    public List<ProviderResource> Providers
    {
        get => _providers ??= [];
        set => _providers = value;
    }

    /// <summary>New options with both; where both set a value the second's stands, lists are joined.</summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        var merged = Copy(options1);
        if (options2 is null) return merged;

        merged.MergeFrom(options2);
        // One provider a package: the last one given.
        var all = merged.Providers.Concat(options2.Providers);
        merged.Providers = [.. all.Reverse().DistinctBy(provider => provider.Package).Reverse()];
        return merged;
    }

    internal override ResourceOptions Clone() => Copy(this);

    private static ComponentResourceOptions Copy(ComponentResourceOptions? options) =>
        options?.CopyTo(new ComponentResourceOptions { Providers = [.. options.Providers] }) ??
        new ComponentResourceOptions();
}

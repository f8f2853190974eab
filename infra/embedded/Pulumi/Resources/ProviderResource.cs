namespace Pulumi;

/// <summary>An instance of a provider with its own configuration.</summary>
public class ProviderResource : CustomResource
{
    /// <summary>Stands for the id of a provider that doesn't exist yet, as in Pulumi's own protocol.</summary>
    internal const string UnknownId = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public ProviderResource(string package, string name, ResourceArgs args, CustomResourceOptions? options = null)
        : base($"pulumi:providers:{package}", name, args, options) => Package = package;

    internal string Package { get; }

    internal async Task<string> GetReferenceAsync()
    {
        var urn = await Urn.GetValueAsync("").ConfigureAwait(false);
        var id = await Id.GetValueAsync("").ConfigureAwait(false);
        return $"{urn}::{(id.Length == 0 ? UnknownId : id)}";
    }
}

namespace Pulumi.Kubernetes;

/// <summary>What all Kubernetes kinds derive from. As in the official package only this assembly can derive from it:
/// kinds of one's own go through <see cref="ApiExtensions.CustomResource"/>.</summary>
public abstract class KubernetesResource : CustomResource
{
    internal KubernetesResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options)
        : base(type, name, args, options)
    {
    }
}

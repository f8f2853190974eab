using Pulumi.Experimental;

namespace Pulumi;

/// <summary>A resource that came out of an output: its identity is all there is of it here.</summary>
internal sealed class ReferencedResource : CustomResource
{
    public ReferencedResource(ResourceReference reference)
        : base(reference.URN, reference.Id is { } id && id.TryGetString(out var known) ? known : null)
    {
    }
}

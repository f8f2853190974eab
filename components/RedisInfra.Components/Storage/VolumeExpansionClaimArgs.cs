using Pulumi;

namespace RedisInfra.Components.Storage;

/// <summary>A claim template or a claim, for <see cref="VolumeExpansionArgs"/>.</summary>
public sealed class VolumeExpansionClaimArgs : ResourceArgs
{
    /// <summary>Its name.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    /// <summary>The declared size.</summary>
    /// <value>A Kubernetes quantity of bytes: 10Gi.</value>
    [Input("size", required: true)]
    public Input<string> Size { get; set; } = null!;

    /// <summary>The declared storage class.</summary>
    /// <value>A name; the cluster's default class unless set.</value>
    [Input("storageClass")]
    public Input<string>? StorageClass { get; set; }
}

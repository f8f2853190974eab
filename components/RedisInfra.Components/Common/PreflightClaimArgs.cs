using Pulumi;

namespace RedisInfra.Components.Common;

/// <summary>Volumes that are claimed, for <see cref="PreflightArgs"/>.</summary>
public sealed class PreflightClaimArgs : ResourceArgs
{
    /// <summary>The component's argument that says of which class, for messages.</summary>
    [Input("argument", required: true)]
    public Input<string> Argument { get; set; } = null!;

    /// <summary>That class.</summary>
    /// <value>A name, or "" for volumes without a class; the default class unless set.</value>
    [Input("storageClass")]
    public Input<string>? StorageClass { get; set; }
}

using Pulumi;

namespace RedisInfra.Components.Common;

/// <summary>A taint that is put up with, for <see cref="PreflightPlacesArgs"/>.</summary>
public sealed class PreflightTolerationArgs : ResourceArgs
{
    /// <summary>The taint's key.</summary>
    [Input("key", required: true)]
    public Input<string> Key { get; set; } = null!;

    /// <summary>Its value.</summary>
    /// <value>Any unless set.</value>
    [Input("value")]
    public Input<string>? Value { get; set; }

    /// <summary>Its effect.</summary>
    /// <value>Any unless set.</value>
    [Input("effect")]
    public Input<string>? Effect { get; set; }
}

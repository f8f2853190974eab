using Pulumi;

namespace RedisInfra.Components.Common;

/// <summary>An image, for <see cref="PreflightArgs"/>.</summary>
public sealed class PreflightImageArgs : ResourceArgs
{
    /// <summary>The component's argument that has it, for messages.</summary>
    [Input("argument", required: true)]
    public Input<string> Argument { get; set; } = null!;

    /// <summary>Its name.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;
}

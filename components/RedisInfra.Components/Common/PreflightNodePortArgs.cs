using Pulumi;

namespace RedisInfra.Components.Common;

/// <summary>A node port that a Service is to have, for <see cref="PreflightArgs"/>.</summary>
public sealed class PreflightNodePortArgs : ResourceArgs
{
    /// <summary>The component's argument that has it, for messages.</summary>
    [Input("argument", required: true)]
    public Input<string> Argument { get; set; } = null!;

    /// <summary>The port.</summary>
    /// <value>30000 to 32767, unless the API server has another range.</value>
    [Input("port", required: true)]
    public Input<int> Port { get; set; } = null!;

    /// <summary>The Service that is to have it. A port that it holds is no clash.</summary>
    [Input("service", required: true)]
    public Input<string> Service { get; set; } = null!;
}

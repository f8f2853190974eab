using Pulumi;

namespace RedisInfra.Components.Sentinel;

/// <summary>One Redis server, or one Sentinel, of a <see cref="SentinelTopology"/>.</summary>
public sealed class SentinelMemberArgs : ResourceArgs
{
    /// <summary>Its stable name: the pod's.</summary>
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    /// <summary>Its stable DNS name, as it announces it.</summary>
    [Input("host", required: true)]
    public Input<string> Host { get; set; } = null!;

    /// <summary>Its port.</summary>
    [Input("port", required: true)]
    public Input<int> Port { get; set; } = null!;
}

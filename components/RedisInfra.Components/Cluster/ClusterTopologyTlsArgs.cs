using Pulumi;

namespace RedisInfra.Components.Cluster;

/// <summary>TLS towards the members of a <see cref="ClusterTopology"/>.</summary>
public sealed class ClusterTopologyTlsArgs : ResourceArgs
{
    /// <summary>Whether the members speak TLS.</summary>
    [Input("enabled", required: true)]
    public Input<bool> Enabled { get; set; } = null!;

    /// <summary>The certificate authority.</summary>
    /// <value>PEM; the machine's authorities unless set.</value>
    [Input("caCertificate")]
    public Input<string>? CaCertificate { get; set; }

    /// <summary>Whether a certificate may name another host, as it must through a tunnel.</summary>
    /// <value>false unless set.</value>
    [Input("skipNameCheck")]
    public Input<bool>? SkipNameCheck { get; set; }
}

using Pulumi;

namespace RedisInfra.Components.Twemproxy;

/// <summary>A ring for a <see cref="RingDrain"/> and a <see cref="RingTopology"/>.</summary>
public sealed class RingArgs : ResourceArgs
{
    /// <summary>The pool's name, for messages; behind its last slash as nutcracker.yml has it.</summary>
    [Input("pool", required: true)]
    public Input<string> Pool { get; set; } = null!;

    /// <summary>The hash, as nutcracker calls it.</summary>
    [Input("hash", required: true)]
    public Input<string> Hash { get; set; } = null!;

    /// <summary>The distribution, as nutcracker calls it.</summary>
    [Input("distribution", required: true)]
    public Input<string> Distribution { get; set; } = null!;

    /// <summary>The two characters around the hashed part of a key.</summary>
    /// <value>None unless set.</value>
    [Input("hashTag")]
    public Input<string>? HashTag { get; set; }

    /// <summary>The servers as nutcracker.yml has them: "host:port:weight name" each. The name is the pod's.</summary>
    [Input("servers", required: true)]
    public InputList<string> Servers { get; set; } = new();

    /// <summary>The servers of shards that have several: shard to "host:port,host:port".</summary>
    /// <value>None unless set: each shard is one server.</value>
    [Input("members")]
    public InputMap<string> Members { get; set; } = new();

    /// <summary>"move", "remap" or "refuse": see <see cref="TwemproxyRingChange"/>.</summary>
    [Input("onChange", required: true)]
    public Input<string> OnChange { get; set; } = null!;

    /// <summary>The password of all shards; a secret.</summary>
    /// <value>None unless set.</value>
    [Input("password")]
    public Input<string>? Password { get; set; }

    /// <summary>Where the pods of shards and proxies are.</summary>
    [Input("kubernetes", required: true)]
    public Input<Cluster.ClusterTopologyKubernetesArgs> Kubernetes { get; set; } = null!;

    /// <summary>The label selector of the proxies' pods.</summary>
    [Input("proxies", required: true)]
    public Input<string> Proxies { get; set; } = null!;
}

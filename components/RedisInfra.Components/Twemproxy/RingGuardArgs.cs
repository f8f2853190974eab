using Pulumi;

namespace RedisInfra.Components.Twemproxy;

/// <summary>What a <see cref="RingGuard"/> looks at.</summary>
public sealed class RingGuardArgs : ResourceArgs
{
    /// <summary>The pool's name, for messages.</summary>
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

    /// <summary>The servers in the ring's order: "name:weight" each.</summary>
    [Input("servers", required: true)]
    public InputList<string> Servers { get; set; } = new();

    /// <summary>Whether the shards have their keys after a restart.</summary>
    [Input("keepsData", required: true)]
    public Input<bool> KeepsData { get; set; } = null!;

    /// <summary>"refuse" or "remap": see <see cref="TwemproxyRingChange"/>.</summary>
    [Input("onChange", required: true)]
    public Input<string> OnChange { get; set; } = null!;
}

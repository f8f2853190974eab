using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The proxies: they keep nothing, and any of them serves any client.</summary>
public sealed class TwemproxyProxyArgs : ResourceArgs
{
    /// <summary>The number of proxies.</summary>
    /// <value>2 to 100; 2 unless set. One alone would be a single point of failure.</value>
    public int Replicas { get; set; } = TwemproxyDefaults.MinProxies;

    /// <summary>The image; it needs sh, nutcracker of 0.5 or newer, redis-cli, and perl where monitored.</summary>
    /// <value>
    /// repository:tag, never latest; must be set. Nobody publishes one that fits: infra/images/twemproxy has a
    /// Dockerfile.
    /// </value>
    public Input<string>? Image { get; set; }

    /// <summary>Memory and CPU of each proxy.</summary>
    /// <value>256Mi and 250m unless set. Each client connection takes some <see cref="MbufBytes"/>.</value>
    public RedisResourcesArgs Resources { get; set; } = new() { Memory = Quantity.Mebibytes(256) };

    /// <summary>The size of nutcracker's buffers (-m). Smaller ones hold more clients in the same memory.</summary>
    /// <value>512 to 16777216; 16384 unless set.</value>
    public int MbufBytes { get; set; } = TwemproxyDefaults.MbufBytes;

    /// <summary>The port with nutcracker's figures (-s), of each proxy at the Service for that.</summary>
    /// <value>1024 to 65535, no pool's; 22222 unless set.</value>
    public int StatsPort { get; set; } = TwemproxyDefaults.StatsPort;
}

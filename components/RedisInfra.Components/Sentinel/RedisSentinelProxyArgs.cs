using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Sentinel;

/// <summary>The proxies of a <see cref="RedisSentinel"/>: they ask each member twice a second what it is.</summary>
public sealed class RedisSentinelProxyArgs : ResourceArgs
{
    /// <summary>The number of proxies.</summary>
    /// <value>2 to 100; 2 unless set. One alone would be a single point of failure.</value>
    public int Replicas { get; set; } = SentinelDefaults.MinProxies;

    /// <summary>The image; it needs sh, sleep and HAProxy of 2.4 or newer.</summary>
    /// <value>repository:tag, never latest; <see cref="Images.HaProxy"/> unless set.</value>
    public Input<string> Image { get; set; } = Images.HaProxy;

    /// <summary>Memory and CPU of each proxy.</summary>
    /// <value>128Mi and 100m unless set.</value>
    public RedisResourcesArgs Resources { get; set; } = new()
    {
        Memory = Quantity.Mebibytes(128), Cpu = Quantity.Millicores(100),
    };

    /// <summary>The Service for writes, and for reads of what was just written: it leads to the master.</summary>
    /// <value>ClusterIP unless set.</value>
    public RedisServiceArgs WriteService { get; set; } = new();

    /// <summary>The Service for reads: it leads to replicas whose link is up, and to the master when there is none.
    /// </summary>
    /// <value>ClusterIP unless set.</value>
    public RedisServiceArgs ReadService { get; set; } = new();
}

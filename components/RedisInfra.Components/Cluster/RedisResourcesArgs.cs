using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>What each member may use.</summary>
public sealed class RedisResourcesArgs : ResourceArgs
{
    /// <summary>
    /// Memory: requested and the limit at once, so that a member is never evicted for another's sake.
    /// </summary>
    /// <value>Bytes, at least 64Mi; 512Mi unless set.</value>
    public Input<Quantity> Memory { get; set; } = Quantity.Mebibytes(512);

    /// <summary>CPU that is set aside for it.</summary>
    /// <value>Cores; 250m unless set.</value>
    public Input<Quantity> Cpu { get; set; } = Quantity.Millicores(250);

    /// <summary>
    /// CPU that it can't exceed. A limit throttles Redis's one thread in the middle of a command: set it only if you
    /// must.
    /// </summary>
    /// <value>Cores; none unless set.</value>
    public Input<Quantity>? CpuLimit { get; set; }
}

namespace RedisInfra.Components.Cluster;

/// <summary>When the append-only file reaches the disk (<c>appendonly</c>, <c>appendfsync</c>).</summary>
public enum AofSync
{
    /// <summary>No append-only file.</summary>
    Off,

    /// <summary>Once a second: a crash of the machine loses about one second, or two when the disk is slow.</summary>
    EverySecond,

    /// <summary>Before each reply: nothing acknowledged is lost, and each write waits for the disk.</summary>
    Always,

    /// <summary>
    /// When the operating system does (<c>appendfsync no</c>): a crash of the machine loses some 30 s on Linux, one of
    /// Redis alone nothing.
    /// </summary>
    BySystem,
}

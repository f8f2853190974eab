namespace RedisInfra.Model.Topology;

/// <summary>One Redis process with a stable name. Its address may change at any time; its name doesn't.</summary>
/// <param name="Name">Its pod name, or another name that stays.</param>
/// <param name="Shard">The shard it belongs to, from 0.</param>
/// <param name="Index">Its place in the shard, from 0. Member 0 is the shard's first master; later any may be.</param>
/// <param name="Host">A stable DNS name or an address.</param>
/// <param name="Port">The port clients use.</param>
public sealed record Member(string Name, int Shard, int Index, string Host, int Port)
{
    /// <summary>
    /// The IP that the other members reach it at, when the caller knows (a pod's IP); else it is asked from the node or
    /// resolved from the host.
    /// </summary>
    public string? GossipIp { get; init; }

    /// <summary>The host or zone that it may fail with; null when nobody told.</summary>
    public string? Place { get; init; }

    /// <summary>Where clients reach it: "host:port".</summary>
    public string Endpoint => $"{Host}:{Port}";
}

using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>How members are reached from here: over sockets, or through tunnels.</summary>
public interface IMemberReach
{
    /// <summary>Whether the addresses that members announce to clients can be reached from here as well.</summary>
    bool CanReachAnnounced { get; }

    /// <summary>Opens a stream to the member's client port.</summary>
    /// <exception cref="IOException">No way leads there now.</exception>
    ValueTask<Stream> ConnectAsync(Member member, CancellationToken cancellationToken);

    /// <summary>The IP at which the other members reach it, or null when only the member itself can tell.</summary>
    ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken);
}

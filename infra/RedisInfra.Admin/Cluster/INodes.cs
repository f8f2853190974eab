using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>
/// The nodes of a cluster, as whoever carries plans out sees them: commands go in, replies come back. Real ones have a
/// connection each; the simulator of the tests answers by itself.
/// </summary>
public interface INodes
{
    /// <summary>The clock of every deadline and pause.</summary>
    TimeProvider Time { get; }

    /// <summary>How to sign in; nodes that talk to each other (MIGRATE) need it as well.</summary>
    ClusterAccess Access { get; }

    /// <summary>Sends commands in one go and gives their replies in order; errors are among them as values.</summary>
    /// <exception cref="RedisConnectionException">Not all replies came in time. What was sent may have been
    /// done.</exception>
    /// <exception cref="RedisErrorException">Signing in was refused.</exception>
    Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken);

    /// <summary>The IP at which the other nodes reach it, or null when only the node itself can tell.</summary>
    ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken);
}

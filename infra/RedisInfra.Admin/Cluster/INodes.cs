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

    /// <summary>
    /// Gives a name to the member's connection (not the one aside), which is opened if there is none. A name that it
    /// has already stays.
    /// </summary>
    /// <exception cref="RedisConnectionException">It can't be reached.</exception>
    /// <exception cref="RedisErrorException">Signing in was refused.</exception>
    Task<NamedConnection> NameAsync(Member member, string name, CancellationToken cancellationToken);

    /// <summary>Takes the name away from the member's connection, if there is one that has it.</summary>
    Task UnnameAsync(Member member, string name, CancellationToken cancellationToken);

    /// <summary>The IP at which the other nodes reach it, or null when only the node itself can tell.</summary>
    ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken);
}

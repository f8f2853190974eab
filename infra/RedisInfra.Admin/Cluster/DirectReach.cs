using System.Net.Sockets;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>Sockets to each member's host and port.</summary>
public sealed class DirectReach : IMemberReach
{
    /// <inheritdoc/>
    public bool CanReachAnnounced => true;

    /// <inheritdoc/>
    public async ValueTask<Stream> ConnectAsync(Member member, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(member.Host, member.Port, cancellationToken);
            return client.GetStream();
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        ValueTask.FromResult(member.GossipIp);
}

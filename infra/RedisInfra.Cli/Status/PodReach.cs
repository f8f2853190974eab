using RedisInfra.Admin.Cluster;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Status;

/// <summary>Reaches members through the API server, by their pods' names.</summary>
internal sealed class PodReach(KubeClient client, string place) : IMemberReach
{
    public bool CanReachAnnounced => false;

    public async ValueTask<Stream> ConnectAsync(Member member, CancellationToken cancellationToken)
    {
        try
        {
            return await client.PortForwardAsync(member.Name, member.Port, place, cancellationToken);
        }
        catch (KubeException gone)
        {
            throw new IOException(gone.Message, gone);
        }
    }

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        ValueTask.FromResult<string?>(null);
}

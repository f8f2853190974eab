using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Topology;

namespace RedisInfra.Provider.Reach;

/// <summary>
/// Members through tunnels that the Kubernetes API opens to their pods. A member's name is its pod's.
/// </summary>
internal sealed class KubernetesReach(IKubernetesPods pods) : IMemberReach
{
    public bool CanReachAnnounced => false;

    public async ValueTask<Stream> ConnectAsync(Member member, CancellationToken cancellationToken)
    {
        try
        {
            return await pods.TunnelAsync(member.Name, member.Port, cancellationToken);
        }
        catch (Exception exception) when (KubernetesPods.IsError(exception))
        {
            // A pod that isn't there or isn't running yet is a member that can't be reached.
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Asked each time: a pod that was replaced has another IP.</summary>
    public async ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken)
    {
        var ips = await pods.PodIpsAsync(cancellationToken);
        return ips.GetValueOrDefault(member.Name) is { Length: > 0 } ip ? ip : null;
    }
}

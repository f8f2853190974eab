using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Ring;
using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Ring;

/// <summary>Connections to a pool's shards, over tunnels where that is needed, and its proxies.</summary>
internal sealed class RingSession : IAsyncDisposable
{
    private readonly IKubernetesPods _pods;
    private readonly ClusterConnections _connections;

    private RingSession(IKubernetesPods pods, ClusterConnections connections, RingInputs inputs)
    {
        (_pods, _connections) = (pods, connections);
        Serving = new RingServing(connections, connections.Reach, inputs.Where, inputs.Ring);
        Proxies = new KubernetesProxies(pods, inputs.Proxies, inputs.Ring.Name, connections.Time);
    }

    public RingServing Serving { get; }

    public KubernetesProxies Proxies { get; }

    public static async Task<RingSession> OpenAsync(
        ProviderEnvironment environment, RingInputs inputs, ClusterAccess access, TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var pods = await environment.OpenKubernetes(inputs.Kubernetes, cancellationToken);
        IMemberReach reach = environment.IsInPod ? new DirectReach() : new KubernetesReach(pods);
        var how = access with { ConnectTimeout = timeout, CommandTimeout = timeout };
        return new RingSession(pods, new ClusterConnections(reach, how, environment.Time), inputs);
    }

    /// <summary>Those of the servers whose pods there are.</summary>
    public async Task<List<RingServer>> StandingAsync(
        IEnumerable<RingServer> servers, CancellationToken cancellationToken)
    {
        var ips = await _pods.PodIpsAsync(cancellationToken);
        return [.. servers.DistinctBy(server => server.Name).Where(server => ips.ContainsKey(server.Name))];
    }

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _pods.DisposeAsync();
    }
}

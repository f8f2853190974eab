using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Ring;

/// <summary>Connections to a pool's shards, over tunnels where that is needed, and its proxies.</summary>
internal sealed class RingSession : IAsyncDisposable
{
    private readonly IKubernetesPods _pods;
    private readonly ClusterConnections _connections;
    private readonly ShardMasters _masters;
    private readonly ImmutableDictionary<string, ImmutableArray<Member>> _members;

    private RingSession(
        IKubernetesPods pods, ShardMasters masters, ClusterConnections connections, RingInputs inputs,
        ImmutableDictionary<string, ImmutableArray<Member>> members)
    {
        (_pods, _masters, _connections, _members) = (pods, masters, connections, members);
        Serving = new RingServing(connections, connections.Reach, inputs.Where, inputs.Ring);
        Proxies = new KubernetesProxies(pods, inputs.Proxies, inputs.Ring.Name, connections.Time);
    }

    public RingServing Serving { get; }

    public KubernetesProxies Proxies { get; }

    /// <param name="environment">The provider's.</param>
    /// <param name="inputs">What is declared.</param>
    /// <param name="old">What was declared before; null when nothing was.</param>
    /// <param name="access">How to sign in to the shards.</param>
    /// <param name="timeout">How long a shard may take to answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<RingSession> OpenAsync(
        ProviderEnvironment environment, RingInputs inputs, RingInputs? old, ClusterAccess access, TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var pods = await environment.OpenKubernetes(inputs.Kubernetes, cancellationToken);
        IMemberReach reach = environment.IsInPod ? new DirectReach() : new KubernetesReach(pods);
        var how = access with { ConnectTimeout = timeout, CommandTimeout = timeout };
        // Shards that leave are in the old inputs only.
        var members = (old ?? inputs).Members.SetItems(inputs.Members);
        var masters = new ShardMasters(reach, how, members);
        return new RingSession(pods, masters, new ClusterConnections(masters, how, environment.Time), inputs, members);
    }

    /// <summary>Those of the servers whose pods there are.</summary>
    public async Task<List<RingServer>> StandingAsync(
        IEnumerable<RingServer> servers, CancellationToken cancellationToken)
    {
        var ips = await _pods.PodIpsAsync(cancellationToken);
        return [.. servers.DistinctBy(server => server.Name).Where(server =>
            _members.TryGetValue(server.Name, out var members) ? members.Any(one => ips.ContainsKey(one.Name))
                : ips.ContainsKey(server.Name))];
    }

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _masters.DisposeAsync();
        await _pods.DisposeAsync();
    }
}

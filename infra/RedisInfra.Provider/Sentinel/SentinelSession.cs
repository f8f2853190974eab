using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Sentinel;
using RedisInfra.Admin.Sentinel.Declared;
using RedisInfra.Model.Sentinel;
using RedisInfra.Model.Sentinel.Declared;
using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Sentinel;

/// <summary>Connections to a set's servers and Sentinels, over tunnels where that is needed.</summary>
internal sealed class SentinelSession : IAsyncDisposable
{
    private readonly IKubernetesPods? _pods;
    private readonly ClusterConnections _servers;
    private readonly ClusterConnections _sentinels;

    private SentinelSession(IKubernetesPods? pods, ClusterConnections servers, ClusterConnections sentinels)
    {
        (_pods, _servers, _sentinels) = (pods, servers, sentinels);
        Nodes = new SentinelNodes(servers, sentinels);
    }

    public SentinelNodes Nodes { get; }

    /// <summary>Opens it.</summary>
    /// <param name="environment">What is around.</param>
    /// <param name="inputs">Where all are, and how to sign in.</param>
    /// <param name="others">Who was declared before.</param>
    /// <param name="timeout">For a connection or a command.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SentinelSession> OpenAsync(
        ProviderEnvironment environment, SentinelInputs inputs, IEnumerable<SetMember> others, TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        bool tunnels = inputs.Kubernetes is not null && !environment.IsInPod;
        var pods = tunnels ? await environment.OpenKubernetes(inputs.Kubernetes!, cancellationToken) : null;
        var names = inputs.Set.Members.Concat(inputs.Set.Sentinels).Concat(others)
            .DistinctBy(one => one.Endpoint).ToDictionary(one => one.Endpoint, one => one.Name);
        IMemberReach reach = pods is null ? new DirectReach() : new NamedReach(
            new KubernetesReach(pods), names, (host, token) => PodAsync(pods, host, token));
        ClusterConnections Connect(ClusterAccess access) => new(
            reach, access with { ConnectTimeout = timeout, CommandTimeout = timeout }, environment.Time);
        return new SentinelSession(pods, Connect(inputs.Servers), Connect(inputs.Sentinels));
    }

    /// <summary>Looks at all that are declared, and at those of before when they are asked for.</summary>
    public Task<ObservedSet> LookAsync(
        DeclaredSet set, DeclaredSet? before, CancellationToken cancellationToken) => SetReader.ReadAsync(
        Nodes, set.MasterName, set.Members.Concat(before?.Members ?? []).Distinct(),
        set.Sentinels.Concat(before?.Sentinels ?? []).Distinct(), cancellationToken);

    /// <summary>Whether Kubernetes says that none of their pods exists.</summary>
    public async Task<bool> ArePodsGoneAsync(DeclaredSet set, CancellationToken cancellationToken)
    {
        if (_pods is null) return false;
        var ips = await _pods.PodIpsAsync(cancellationToken);
        return !set.Members.Concat(set.Sentinels).Any(one => ips.ContainsKey(one.Name));
    }

    /// <summary>A Sentinel may name a server by its pod's IP, or by a name that was declared before.</summary>
    private static async Task<string?> PodAsync(IKubernetesPods pods, string host, CancellationToken cancellationToken)
    {
        try
        {
            var ips = await pods.PodIpsAsync(cancellationToken);
            string first = host.Split('.')[0];
            return ips.FirstOrDefault(pod => pod.Value == host).Key ?? (ips.ContainsKey(first) ? first : null);
        }
        catch (Exception exception) when (KubernetesPods.IsError(exception))
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        await _sentinels.DisposeAsync();
        if (_pods is not null) await _pods.DisposeAsync();
    }
}

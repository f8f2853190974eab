using System.Net.Sockets;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Topology;

/// <summary>Connections to the members, over tunnels where that is needed.</summary>
internal sealed class TopologySession : IAsyncDisposable
{
    /// <summary>For one connection or command while something is made.</summary>
    public static readonly TimeSpan MakeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// For one connection or command while looking: Pulumi's refresh asks for nothing more than the truth.
    /// </summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    /// <summary>For a whole preview: nobody waits for a cluster that isn't there.</summary>
    public static readonly TimeSpan PreviewTimeout = TimeSpan.FromSeconds(5);

    /// <summary>For a preview of a cluster that stands: its keys are counted, slot by slot.</summary>
    public static readonly TimeSpan PlanTimeout = TimeSpan.FromSeconds(30);

    private readonly TopologyInputs _inputs;
    private readonly IKubernetesPods? _pods;

    private TopologySession(TopologyInputs inputs, IKubernetesPods? pods, ClusterConnections connections) =>
        (_inputs, _pods, Connections) = (inputs, pods, connections);

    public ClusterConnections Connections { get; }

    public static async Task<TopologySession> OpenAsync(
        ProviderEnvironment environment, TopologyInputs inputs, TimeSpan timeout, CancellationToken cancellationToken)
    {
        bool tunnels = inputs.Kubernetes is not null && !environment.IsInPod;
        var pods = tunnels ? await environment.OpenKubernetes(inputs.Kubernetes!, cancellationToken) : null;
        IMemberReach reach = pods is null ? new DirectReach() : new KubernetesReach(pods);
        var access = inputs.Access with { ConnectTimeout = timeout, CommandTimeout = timeout };
        return new TopologySession(inputs, pods, new ClusterConnections(reach, access, environment.Time));
    }

    /// <summary>Whether Kubernetes says that none of the members' pods exists.</summary>
    public async Task<bool> ArePodsGoneAsync(CancellationToken cancellationToken)
    {
        if (_pods is null) return false;
        var ips = await _pods.PodIpsAsync(cancellationToken);
        return !_inputs.Desired.Members.Any(member => ips.ContainsKey(member.Name));
    }

    /// <summary>Whether an exception says that members or the cluster they run in can't be reached.</summary>
    public static bool IsUnreachable(Exception exception) =>
        exception is IOException or SocketException or TimeoutException
        or HttpRequestException or OperationCanceledException or RedisConnectionException or DiagnosticException
        || KubernetesPods.IsError(exception);

    public async ValueTask DisposeAsync()
    {
        await Connections.DisposeAsync();
        if (_pods is not null) await _pods.DisposeAsync();
    }
}

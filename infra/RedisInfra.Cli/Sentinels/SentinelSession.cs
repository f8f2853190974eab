using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Sentinel;
using RedisInfra.Model.Sentinel;

namespace RedisInfra.Cli.Sentinels;

/// <summary>Connections to a set, and what was seen of it.</summary>
internal sealed class SentinelSession : IAsyncDisposable
{
    private readonly ClusterConnections _servers;
    private readonly ClusterConnections _sentinels;
    private readonly SentinelTarget _target;

    public SentinelSession(SentinelTarget target)
    {
        _target = target;
        _servers = new ClusterConnections(new DirectReach(), target.Servers);
        _sentinels = new ClusterConnections(new DirectReach(), target.Sentinels);
        Nodes = new SentinelNodes(_servers, _sentinels);
    }

    public SentinelNodes Nodes { get; }

    public Task<ObservedSet> ReadAsync(CancellationToken cancellationToken) =>
        SentinelReader.ReadAsync(Nodes, _target.Seeds, _target.Master, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        await _sentinels.DisposeAsync();
    }
}

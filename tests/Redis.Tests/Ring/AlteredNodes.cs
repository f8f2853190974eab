using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Ring;

/// <summary>Something happens before a command of a kind is sent for the first time.</summary>
public sealed class AlteredNodes(INodes nodes, Func<RespCommand, bool> isIt, Func<Task> act) : INodes
{
    private int _isDone;

    public TimeProvider Time => nodes.Time;

    public ClusterAccess Access => nodes.Access;

    public bool IsDone => Volatile.Read(ref _isDone) == 1;

    public async Task<RespValue[]> SendAsync(Member member, IReadOnlyList<RespCommand> commands, SendOptions options,
        CancellationToken cancellationToken)
    {
        if (commands.Any(isIt) && Interlocked.Exchange(ref _isDone, 1) == 0) await act();
        return await nodes.SendAsync(member, commands, options, cancellationToken);
    }

    public Task<NamedConnection> NameAsync(Member member, string name, CancellationToken cancellationToken) =>
        nodes.NameAsync(member, name, cancellationToken);

    public Task UnnameAsync(Member member, string name, CancellationToken cancellationToken) =>
        nodes.UnnameAsync(member, name, cancellationToken);

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        nodes.GossipIpAsync(member, cancellationToken);
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Engine;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Processes;

/// <summary>
/// A process of ours that forms a cluster or moves slots: the real code runs in it and talks to simulated nodes. It may
/// be killed at any moment; then nothing of it ever goes on.
/// </summary>
internal sealed class SimulatedProcess : INodes, IDisposable
{
    private static readonly TaskCompletionSource<RespValue[]> s_never = new();
    private readonly Dictionary<(string Member, bool Aside), SimulatedConnection> _connections = [];
    private readonly CancellationTokenSource _cancel = new();

    public SimulatedProcess(World world)
    {
        World = world;
        Time = new SimulatedTime(world.Agenda, world.Pump, () => IsAlive);
        Access = new ClusterAccess { Password = world.Profile.Password };
    }

    public World World { get; }

    public TimeProvider Time { get; }

    public ClusterAccess Access { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    public void Kill()
    {
        World.Trace.Say("our process is killed");
        IsAlive = false;
    }

    /// <summary>It has ended by itself.</summary>
    public void End() => IsAlive = false;

    /// <summary>Cancels a moment later, as a signal does.</summary>
    public void Cancel() => World.Agenda.After(World.Network.LatencyUs(), () =>
    {
        if (IsAlive) _cancel.Cancel();
    });

    public Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        World.Pump.CheckThread(nameof(SendAsync));
        if (!IsAlive) return s_never.Task;
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<RespValue[]>(cancellationToken);
        if (commands.Count == 0) return Task.FromResult<RespValue[]>([]);
        if (World.Find(member) is not { } node)
        {
            return Task.FromException<RespValue[]>(new RedisConnectionException(
                ConnectionFailure.Connect, $"no connection to {member.Name}: no such host"));
        }
        var key = (member.Name, options.Aside);
        if (!_connections.TryGetValue(key, out var connection) || !connection.IsUsable)
            _connections[key] = connection = new SimulatedConnection(this, node);
        return connection.SendAsync(commands, options.Timeout ?? Access.CommandTimeout, cancellationToken);
    }

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        ValueTask.FromResult(member.GossipIp);

    public void Dispose() => _cancel.Dispose();
}

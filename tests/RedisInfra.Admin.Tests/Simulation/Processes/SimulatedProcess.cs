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
    private long _opened;

    public SimulatedProcess(World world)
    {
        World = world;
        RunId = $"run-{world.Random.Below(1_000_000)}";
        Time = new SimulatedTime(world.Agenda, world.Pump, () => IsAlive);
        Access = new ClusterAccess { Password = world.Profile.Password };
    }

    public World World { get; }

    public TimeProvider Time { get; }

    public ClusterAccess Access { get; }

    /// <summary>What its run calls itself.</summary>
    public string RunId { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancelled => _cancel.Token;

    public void Kill()
    {
        World.Trace.Say("our process is killed");
        End();
    }

    /// <summary>It is over, and with it its connections, as the nodes will hear.</summary>
    public void End()
    {
        if (!IsAlive) return;
        IsAlive = false;
        foreach (var connection in _connections.Values) connection.Leave();
    }

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
        if (World.Find(member) is null) return Task.FromException<RespValue[]>(NoSuchHost(member));
        if (options.Connection is { } number && _connections.GetValueOrDefault((member.Name, false)) is var same
            && (same?.Number != number || !same.IsUsable))
        {
            return Task.FromException<RespValue[]>(new RedisConnectionException(
                ConnectionFailure.Closed, $"the connection to {member.Name} was lost"));
        }
        return ConnectionTo(member, options.Aside)
            .SendAsync(commands, options.Timeout ?? Access.CommandTimeout, cancellationToken);
    }

    public async Task<NamedConnection> NameAsync(Member member, string name, CancellationToken cancellationToken)
    {
        World.Pump.CheckThread(nameof(NameAsync));
        if (!IsAlive) await s_never.Task;
        if (World.Find(member) is null) throw NoSuchHost(member);
        var connection = ConnectionTo(member, aside: false);
        if (connection.Name.Length == 0)
        {
            await connection.SendAsync([Naming(name)], Access.CommandTimeout, cancellationToken);
            connection.Name = name;
        }
        return new NamedConnection(connection.Number, connection.Name);
    }

    public async Task UnnameAsync(Member member, string name, CancellationToken cancellationToken)
    {
        if (!IsAlive) await s_never.Task;
        if (!_connections.TryGetValue((member.Name, false), out var connection) || connection.Name != name) return;
        connection.Name = "";
        if (connection.IsUsable)
            await connection.SendAsync([Naming("")], Access.CommandTimeout, cancellationToken);
    }

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        ValueTask.FromResult(member.GossipIp);

    public void Dispose() => _cancel.Dispose();

    private SimulatedConnection ConnectionTo(Member member, bool aside)
    {
        var key = (member.Name, aside);
        if (!_connections.TryGetValue(key, out var connection) || !connection.IsUsable)
            _connections[key] = connection = new SimulatedConnection(this, World.Find(member)!, ++_opened);
        return connection;
    }

    private static RespCommand Naming(string name) => RespCommand.Of("CLIENT", "SETNAME", name);

    private static RedisConnectionException NoSuchHost(Member member) =>
        new(ConnectionFailure.Connect, $"no connection to {member.Name}: no such host");
}

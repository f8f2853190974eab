using System.Collections.Concurrent;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>A connection or two to each member, opened when needed and again when lost.</summary>
public sealed class ClusterConnections(IMemberReach reach, ClusterAccess access, TimeProvider? time = null)
    : INodes, IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Member, bool Aside), Slot> _slots = new();

    /// <summary>How members are reached.</summary>
    public IMemberReach Reach { get; } = reach;

    /// <summary>How to sign in.</summary>
    public ClusterAccess Access { get; } = access;

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>The member's connection; a new one when there is none or it was lost.</summary>
    /// <exception cref="RedisConnectionException">It can't be reached.</exception>
    /// <exception cref="RedisErrorException">It refused the password or the user.</exception>
    public Task<RespConnection> GetAsync(Member member, CancellationToken cancellationToken) =>
        GetAsync(member, aside: false, cancellationToken);

    /// <inheritdoc/>
    public async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        var connection = await GetAsync(member, options.Aside, cancellationToken);
        return await connection.ExecuteManyAsync(commands, options.Timeout, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        Reach.GossipIpAsync(member, cancellationToken);

    /// <summary>Closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots.Values)
        {
            if (slot.Connection is { } connection) await connection.DisposeAsync();
        }
        _slots.Clear();
    }

    private async Task<RespConnection> GetAsync(Member member, bool aside, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd((member.Name, aside), _ => new Slot());
        await slot.Opening.WaitAsync(cancellationToken);
        try
        {
            if (slot.Connection is { IsOpen: true } open) return open;
            if (slot.Connection is { } lost) await lost.DisposeAsync();
            slot.Connection = null;
            slot.Connection = await RespConnection.ConnectAsync(Options(member), cancellationToken);
            return slot.Connection;
        }
        finally
        {
            slot.Opening.Release();
        }
    }

    private RespConnectionOptions Options(Member member) => new()
    {
        Name = member.Name,
        Host = member.Host,
        Connect = token => Reach.ConnectAsync(member, token),
        Tls = Access.Tls,
        User = Access.User,
        Password = Access.Password,
        ConnectTimeout = Access.ConnectTimeout,
        CommandTimeout = Access.CommandTimeout,
        Time = Time,
    };

    private sealed class Slot
    {
        public SemaphoreSlim Opening { get; } = new(1, 1);

        public RespConnection? Connection { get; set; }
    }
}

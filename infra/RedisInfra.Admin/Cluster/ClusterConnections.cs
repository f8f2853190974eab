using System.Collections.Concurrent;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>One connection to each member, opened when needed and again when lost.</summary>
public sealed class ClusterConnections(IMemberReach reach, ClusterAccess access, TimeProvider? time = null)
    : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Slot> _slots = new(StringComparer.Ordinal);

    /// <summary>How members are reached.</summary>
    public IMemberReach Reach { get; } = reach;

    /// <summary>How to sign in.</summary>
    public ClusterAccess Access { get; } = access;

    /// <summary>The clock of deadlines.</summary>
    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>The member's connection; a new one when there is none or it was lost.</summary>
    /// <exception cref="RedisConnectionException">It can't be reached.</exception>
    /// <exception cref="RedisErrorException">It refused the password or the user.</exception>
    public async Task<RespConnection> GetAsync(Member member, CancellationToken cancellationToken)
    {
        var slot = _slots.GetOrAdd(member.Name, _ => new Slot());
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

    /// <summary>Sends commands to a member; a reply that is an error is thrown.</summary>
    public async Task<RespValue[]> ExecuteAsync(
        Member member, IReadOnlyList<RespCommand> commands, CancellationToken cancellationToken)
    {
        var connection = await GetAsync(member, cancellationToken);
        var replies = await connection.ExecuteManyAsync(commands, cancellationToken);
        for (int i = 0; i < replies.Length; i++)
        {
            if (replies[i].IsError) throw new RedisErrorException(commands[i].Name, replies[i].Text);
        }
        return replies;
    }

    /// <summary>Every member's own view, asked at the same time. Members that don't answer are among them.</summary>
    public async Task<ObservedCluster> ObserveAsync(DesiredCluster desired, CancellationToken cancellationToken)
    {
        var views = await Task.WhenAll(desired.Members.Select(member => ObserveAsync(member, cancellationToken)));
        return new ObservedCluster([.. views]);
    }

    /// <summary>One member's own view.</summary>
    public async Task<NodeView> ObserveAsync(Member member, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await GetAsync(member, cancellationToken);
            return await NodeObserver.AskAsync(member, connection, cancellationToken);
        }
        catch (Exception exception) when (NodeObserver.IsSilence(exception))
        {
            return NodeObserver.Silent(member, exception);
        }
    }

    /// <summary>Closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots.Values)
        {
            if (slot.Connection is { } connection) await connection.DisposeAsync();
        }
        _slots.Clear();
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

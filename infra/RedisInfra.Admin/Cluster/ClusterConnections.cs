using System.Collections.Concurrent;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Cluster;

/// <summary>A connection or two to each member, opened when needed and again when lost.</summary>
public sealed class ClusterConnections(IMemberReach reach, ClusterAccess access, TimeProvider? time = null)
    : INodes, IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Member, bool Aside), Slot> _slots = new();
    private long _opened;

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
        var connection = options.Connection is { } number ? Same(member, number)
            : await GetAsync(member, options.Aside, cancellationToken);
        return await connection.ExecuteManyAsync(commands, options.Timeout, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<NamedConnection> NameAsync(Member member, string name, CancellationToken cancellationToken)
    {
        var slot = SlotOf(member, aside: false);
        await slot.Opening.WaitAsync(cancellationToken);
        try
        {
            var connection = await OpenAsync(slot, member, cancellationToken);
            if (slot.Name.Length == 0)
            {
                var replies = await connection.ExecuteManyAsync([Naming(name)], cancellationToken);
                (slot.Name, slot.Refusal) = (name, replies[0].IsError ? replies[0].Text : null);
            }
            return new NamedConnection(slot.Number, slot.Name, slot.Refusal);
        }
        finally
        {
            slot.Opening.Release();
        }
    }

    /// <inheritdoc/>
    public async Task UnnameAsync(Member member, string name, CancellationToken cancellationToken)
    {
        var slot = SlotOf(member, aside: false);
        await slot.Opening.WaitAsync(cancellationToken);
        try
        {
            if (slot.Name != name) return;
            slot.Name = "";
            if (slot.Connection is { IsOpen: true } open)
                await open.ExecuteManyAsync([Naming("")], cancellationToken);
        }
        finally
        {
            slot.Opening.Release();
        }
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
        var slot = SlotOf(member, aside);
        await slot.Opening.WaitAsync(cancellationToken);
        try
        {
            return await OpenAsync(slot, member, cancellationToken);
        }
        finally
        {
            slot.Opening.Release();
        }
    }

    private Slot SlotOf(Member member, bool aside) => _slots.GetOrAdd((member.Name, aside), _ => new Slot());

    /// <summary>By whoever has its turn at the slot.</summary>
    private async Task<RespConnection> OpenAsync(Slot slot, Member member, CancellationToken cancellationToken)
    {
        if (slot.Connection is { IsOpen: true } open) return open;
        if (slot.Connection is { } lost) await lost.DisposeAsync();
        slot.Connection = null;
        slot.Name = "";
        slot.Connection = await RespConnection.ConnectAsync(Options(member), cancellationToken);
        slot.Number = Interlocked.Increment(ref _opened);
        return slot.Connection;
    }

    /// <summary>The connection of that number, as long as it is the member's.</summary>
    private RespConnection Same(Member member, long number)
    {
        var slot = SlotOf(member, aside: false);
        return slot.Number == number && slot.Connection is { } connection ? connection
            : throw new RedisConnectionException(
                ConnectionFailure.Closed, $"the connection to {member.Name} was lost");
    }

    private static RespCommand Naming(string name) => RespCommand.Of("CLIENT", "SETNAME", name);

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

        /// <summary>Which of all connections it is, so that a new one isn't taken for the one before.</summary>
        public long Number { get; set; }

        /// <summary>What it is called at the server; "" for nothing.</summary>
        public string Name { get; set; } = "";

        /// <summary>Why the server didn't take the name.</summary>
        public string? Refusal { get; set; }
    }
}

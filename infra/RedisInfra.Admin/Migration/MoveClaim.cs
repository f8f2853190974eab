using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// The nodes, for one run at a time: two that change a cluster at once can lose keys. A run names its connection to
/// every member, and only then looks at every member who else has such a name (<c>CLIENT LIST</c>). So of two that
/// begin at the same time at least one sees the other, and does nothing. The same for a connection that was lost and is
/// opened again: before anything goes over it, all are named and looked at anew. The servers forget a name with its
/// connection, so that nobody has to clean up after a run that was killed.
/// </summary>
internal sealed class MoveClaim : INodes
{
    private const string Prefix = "redisinfra-move:";
    private static readonly TimeSpan s_leaveWithin = TimeSpan.FromSeconds(2);
    private readonly INodes _nodes;
    private readonly MoveOptions _options;
    private readonly Action<string>? _say;
    private readonly ConcurrentDictionary<(string Member, long Number), bool> _admitted = new();
    private readonly CommitGate _looking = new();
    private readonly string _name;
    private readonly Random _random;
    private bool _isBlind;

    /// <param name="nodes">The nodes.</param>
    /// <param name="where">The cluster, in messages.</param>
    /// <param name="members">All nodes of the cluster.</param>
    /// <param name="options">What to call this run, and how long to wait for others.</param>
    /// <param name="say">Told what is waited for, and what can't be known.</param>
    public MoveClaim(
        INodes nodes, string where, IEnumerable<Member> members, MoveOptions? options, Action<string>? say)
    {
        (_nodes, Where, Members, _say) = (nodes, where, [.. members], say);
        _options = options ?? new MoveOptions();
        string id = _options.RunId ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        _name = Prefix + id;
        _random = new Random(id.Aggregate(17, (sum, c) => unchecked(sum * 31 + c)));
    }

    public TimeProvider Time => _nodes.Time;

    public ClusterAccess Access => _nodes.Access;

    /// <summary>The cluster, in messages.</summary>
    public string Where { get; set; }

    /// <summary>All nodes of the cluster.</summary>
    public ImmutableArray<Member> Members { get; set; }

    /// <summary>Whether this run may change something.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>From now on, what is sent is sent by the only run there is.</summary>
    /// <exception cref="DiagnosticException">Another run is at it, and doesn't end soon.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();
        while (await LookAsync(Members, cancellationToken) is { IsEmpty: false } others)
        {
            // Two that have seen each other both step back, and try again at different moments.
            await LeaveAsync();
            if (Time.GetElapsedTime(start) > _options.WaitForOthers) throw Refusal(others);
            _say?.Invoke($"{others[0]} changes this cluster as well: looking again in a moment");
            await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(200, 1500)), Time, cancellationToken);
        }
        IsHeld = true;
    }

    /// <summary>The run is over: its connections have no names any more.</summary>
    public async Task LeaveAsync()
    {
        IsHeld = false;
        _admitted.Clear();
        using var deadline = new CancellationTokenSource(s_leaveWithin, Time);
        await MastersAgreement.AskAsync(Members, async member =>
        {
            try
            {
                await _nodes.UnnameAsync(member, _name, deadline.Token);
            }
            catch (Exception exception)
                when (NodeObserver.IsSilence(exception) || exception is OperationCanceledException)
            {
                // A connection that doesn't answer is closed, and its name with it.
            }
            return true;
        });
    }

    /// <inheritdoc/>
    /// <exception cref="DiagnosticException">A connection was lost, and meanwhile another run has begun.</exception>
    public async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        // Aside goes what changes nothing.
        if (!IsHeld || options.Aside) return await _nodes.SendAsync(member, commands, options, cancellationToken);
        var connection = await _nodes.NameAsync(member, _name, cancellationToken);
        if (!_admitted.ContainsKey((member.Name, connection.Number)))
            connection = await AdmitAsync(member, cancellationToken);
        return await _nodes.SendAsync(
            member, commands, options with { Connection = connection.Number }, cancellationToken);
    }

    public Task<NamedConnection> NameAsync(Member member, string name, CancellationToken cancellationToken) =>
        _nodes.NameAsync(member, name, cancellationToken);

    public Task UnnameAsync(Member member, string name, CancellationToken cancellationToken) =>
        _nodes.UnnameAsync(member, name, cancellationToken);

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        _nodes.GossipIpAsync(member, cancellationToken);

    /// <summary>A connection that is new since all were looked at.</summary>
    private async Task<NamedConnection> AdmitAsync(Member member, CancellationToken cancellationToken)
    {
        await _looking.EnterAsync();
        try
        {
            while (true)
            {
                var connection = await _nodes.NameAsync(member, _name, cancellationToken);
                if (_admitted.ContainsKey((member.Name, connection.Number))) return connection;
                var all = Members.Any(other => other.Name == member.Name) ? Members : Members.Add(member);
                if (await LookAsync(all, cancellationToken) is { IsEmpty: false } others) throw Refusal(others);
            }
        }
        finally
        {
            _looking.Leave();
        }
    }

    /// <summary>
    /// Names all that answer, and then looks at all of them. Empty: nobody else, and they are admitted.
    /// </summary>
    private async Task<ImmutableArray<OtherRun>> LookAsync(
        ImmutableArray<Member> members, CancellationToken cancellationToken)
    {
        var named = await MastersAgreement.AskAsync(members, member => TryAsync(
            async () => (member, Connection: await _nodes.NameAsync(member, _name, cancellationToken))));
        var looks = await MastersAgreement.AskAsync(named.Where(one => one.HasValue).Select(one => one!.Value.member),
            member => TryAsync(() => LookAsync(
                member, named.First(one => one?.member == member)!.Value.Connection, cancellationToken)));
        var answers = looks.Where(look => look.HasValue).Select(look => look!.Value).ToList();
        ImmutableArray<OtherRun> others = [.. answers.SelectMany(look => look.Others)];
        if (!others.IsEmpty) return others;
        foreach (var look in answers) _admitted[look.Connection] = true;
        return others;
    }

    private async Task<((string, long) Connection, ImmutableArray<OtherRun> Others)> LookAsync(
        Member member, NamedConnection connection, CancellationToken cancellationToken)
    {
        var key = (member.Name, connection.Number);
        if (connection.Name != _name)
            return (key, [new OtherRun(member, new("…", "of this process", connection.Name, "0"))]);
        var over = new SendOptions(Connection: connection.Number);
        var replies = await _nodes.SendAsync(
            member, [RespCommand.Of("CLIENT", "LIST"), RespCommand.Of("CLIENT", "ID")], over, cancellationToken);
        if (replies[0].IsError || connection.Refusal is not null) Blind(member, connection.Refusal ?? replies[0].Text);
        if (replies[0].IsError) return (key, []);
        var clients = NamedClient.Read(replies[0].Text, Prefix);
        if (!replies[1].IsError)
        {
            await EndOwnAsync(member, [.. clients.Where(client => client.Name == _name
                && client.Id != replies[1].Integer.ToString(CultureInfo.InvariantCulture))], over, cancellationToken);
        }
        return (key, [.. clients.Where(client => client.Name != _name).Select(client => new OtherRun(member, client))]);
    }

    /// <summary>
    /// Connections of this run that it has given up. The server may still get what was sent over them, when it is out
    /// of date: a SETSLOT of a window that somebody else has moved on since takes the slot from its owner.
    /// </summary>
    private async Task EndOwnAsync(
        Member member, ImmutableArray<NamedClient> own, SendOptions over, CancellationToken cancellationToken)
    {
        if (own.IsEmpty) return;
        var replies = await _nodes.SendAsync(
            member, [.. own.Select(client => RespCommand.Of("CLIENT", "KILL", "ID", client.Id))], over,
            cancellationToken);
        if (replies.FirstOrDefault(reply => reply.IsError) is not { IsError: true } error) return;
        throw new RedisConnectionException(ConnectionFailure.Closed,
            $"{member.Name} still has a connection that was given up, and doesn't let us end it ({error.Text})");
    }

    /// <summary>An ACL user that may not name its connection, or not look at others'.</summary>
    private void Blind(Member member, string error)
    {
        if (_isBlind) return;
        _isBlind = true;
        _say?.Invoke($"whether somebody else changes this cluster can't be known for sure: {member.Name} says {error}. "
            + "Allow +client|setname and +client|list to the user that is given");
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask) where T : struct
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (NodeObserver.IsSilence(exception))
        {
            // It is named and looked at when something is to be sent to it.
            return null;
        }
    }

    private DiagnosticException Refusal(ImmutableArray<OtherRun> others) => new(new Diagnostic("RI3255", Where,
        $"another run changes it right now: {string.Join("; ", others.Take(3))}",
        "two at the same time can lose keys",
        "Let the other one end, or end it, and run again. Where its process is gone and its connection was cut without "
            + $"a word, the server keeps it until tcp-keepalive finds out: {others.MaxBy(other => other.Idle)!.Kill} "
            + "ends it at once"));

    /// <summary>Somebody else's connection.</summary>
    private sealed record OtherRun(Member Member, NamedClient Client)
    {
        public int Idle => int.TryParse(Client.Idle, out int idle) ? idle : 0;

        public string Kill => $"CLIENT KILL ID {Client.Id} at {Member.Name}";

        public override string ToString() =>
            $"client {Client.Address} at {Member.Name} ({Client.Name}, idle for {Client.Idle} s)";
    }
}

namespace RedisInfra.Admin.Zookeeper;

/// <summary>
/// A connection to one server of an ensemble, in ZooKeeper's own protocol: one request at a time. It closes with
/// <see cref="DisposeAsync"/>, and its session goes on until it runs out or <see cref="EndSessionAsync"/> ends it.
/// </summary>
public sealed class ZookeeperConnection : IAsyncDisposable
{
    private const int KeyBytes = 16;
    private const int AuthXid = -4;
    private readonly Stream _stream;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private int _xid;

    private ZookeeperConnection(Stream stream, TimeSpan timeout, TimeProvider time) =>
        (_stream, _timeout, _time) = (stream, timeout, time);

    /// <summary>The session, as far as it has come.</summary>
    public ZookeeperSession Session { get; private set; } =
        new(0, ReadOnlyMemory<byte>.Empty, TimeSpan.Zero, 0);

    /// <summary>Begins a session, or goes on with one.</summary>
    /// <param name="stream">Leads to a server's port of clients, and is closed with this.</param>
    /// <param name="session">The one to go on with; null for a new one.</param>
    /// <param name="sessionTimeout">After how long without a word the session is over.</param>
    /// <param name="timeout">Of each request.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="IOException">The server serves nobody now.</exception>
    /// <exception cref="ZookeeperException">The session is over.</exception>
    public static async Task<ZookeeperConnection> OpenAsync(
        Stream stream, ZookeeperSession? session, TimeSpan sessionTimeout, TimeSpan timeout, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var connection = new ZookeeperConnection(stream, timeout, time);
        try
        {
            await connection.BeginAsync(session, sessionTimeout, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Signs in as who may do everything.</summary>
    public async Task SignInAsync(string user, string password, CancellationToken cancellationToken)
    {
        var packet = new JuteWriter().Int(AuthXid).Int((int)ZookeeperRequest.Auth).Int(0).Text("digest")
            .Text($"{user}:{password}");
        await AskAsync(AuthXid, ZookeeperRequest.Auth, packet, cancellationToken);
    }

    /// <summary>Says that the client is alive.</summary>
    public Task PingAsync(CancellationToken cancellationToken) =>
        SendAsync(ZookeeperRequest.Exists, writer => writer.Text("/").Flag(false), cancellationToken);

    /// <summary>Makes a node that everybody may read and change.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> CreateAsync(
        string path, string data, bool isEphemeral, CancellationToken cancellationToken)
    {
        const int AllRights = 31;
        var reply = await SendAsync(ZookeeperRequest.Create, writer => writer.Text(path)
            .Text(data).Int(1).Int(AllRights).Text("world").Text("anyone").Int(isEphemeral ? 1 : 0), cancellationToken);
        return reply.Text();
    }

    /// <summary>Reads a node.</summary>
    public async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(
            ZookeeperRequest.GetData, writer => writer.Text(path).Flag(false), cancellationToken);
        return reply.Text();
    }

    /// <summary>Writes a node, whatever its version.</summary>
    public Task WriteAsync(string path, string data, CancellationToken cancellationToken) => SendAsync(
        ZookeeperRequest.SetData, writer => writer.Text(path).Text(data).Int(-1), cancellationToken);

    /// <summary>Which session an ephemeral node belongs to; 0 for a node that stays, null when there is none.</summary>
    public async Task<long?> OwnerAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await SendAsync(
                ZookeeperRequest.Exists, writer => writer.Text(path).Flag(false), cancellationToken);
            // czxid, mzxid, ctime, mtime; version, cversion, aversion; then the owner.
            for (int i = 0; i < 4; i++) reply.Long();
            for (int i = 0; i < 3; i++) reply.Int();
            return reply.Long();
        }
        catch (ZookeeperException refused) when (refused.Error == ZookeeperError.NoNode)
        {
            return null;
        }
    }

    /// <summary>Changes who votes, if the configuration still has the version; returns the new one.</summary>
    public async Task<string> ReconfigureAsync(
        string? joining, string? leaving, long version, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(ZookeeperRequest.Reconfigure, writer => writer.Text(joining).Text(leaving)
            .Text(null).Long(version), cancellationToken);
        return reply.Text();
    }

    /// <summary>Ends the session: its ephemeral nodes go at once.</summary>
    public async Task EndSessionAsync(CancellationToken cancellationToken) =>
        await SendAsync(ZookeeperRequest.CloseSession, _ => { }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task BeginAsync(
        ZookeeperSession? session, TimeSpan sessionTimeout, CancellationToken cancellationToken)
    {
        var packet = new JuteWriter().Int(0).Long(session?.LastZxid ?? 0).Int((int)sessionTimeout.TotalMilliseconds)
            .Long(session?.Id ?? 0).Bytes(session?.Key ?? new byte[KeyBytes]).Flag(false);
        using var late = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var reply = await ExchangeAsync(packet, either.Token, cancellationToken);
        reply.Int();
        int granted = reply.Int();
        long id = reply.Long();
        if (granted <= 0 || id == 0) throw new ZookeeperException("the session", ZookeeperError.SessionExpired);
        Session = new ZookeeperSession(
            id, reply.Bytes(), TimeSpan.FromMilliseconds(granted), session?.LastZxid ?? 0);
    }

    private Task<JuteReader> SendAsync(
        ZookeeperRequest request, Action<JuteWriter> body, CancellationToken cancellationToken)
    {
        int xid = ++_xid;
        var packet = new JuteWriter().Int(xid).Int((int)request);
        body(packet);
        return AskAsync(xid, request, packet, cancellationToken);
    }

    private async Task<JuteReader> AskAsync(
        int xid, ZookeeperRequest request, JuteWriter packet, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var reply = await ExchangeAsync(packet, either.Token, cancellationToken);
        // What isn't an answer to this one is word of a watch, which nobody here asks for.
        while (reply.Int() != xid)
            reply = await ReceiveAsync(either.Token, cancellationToken);
        long zxid = reply.Long();
        if (zxid > Session.LastZxid) Session = Session with { LastZxid = zxid };
        var error = (ZookeeperError)reply.Int();
        return error == ZookeeperError.Ok ? reply : throw new ZookeeperException(request.ToString(), error);
    }

    private async Task<JuteReader> ExchangeAsync(
        JuteWriter packet, CancellationToken late, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(packet.ToPacket(), late);
            await _stream.FlushAsync(late);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Late(exception);
        }

        return await ReceiveAsync(late, cancellationToken);
    }

    private async Task<JuteReader> ReceiveAsync(CancellationToken late, CancellationToken cancellationToken)
    {
        try
        {
            return await JuteReader.ReceiveAsync(_stream, late);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Late(exception);
        }
    }

    private IOException Late(Exception inner) => new(
        FormattableString.Invariant($"ZooKeeper didn't answer within {_timeout.TotalSeconds:0.#} s"), inner);
}

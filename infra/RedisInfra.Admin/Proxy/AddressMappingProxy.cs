using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Proxy;

/// <summary>
/// Lets an unmodified cluster client work from where the announced addresses can't be reached: one loopback listener a
/// member, whose bytes go over the members' own way (a tunnel, TLS), and in whose replies the announced addresses are
/// replaced by the listeners'. Clients speak RESP2 without TLS to it. It signs in to the members by itself; when they
/// have
/// a password, clients need <see cref="Password"/>, so that no other user of the machine gets in through it.
/// </summary>
public sealed class AddressMappingProxy : IAsyncDisposable
{
    private readonly ClusterConnections _cluster;
    private readonly AddressMap _map = new();
    private readonly Dictionary<string, TcpListener> _listeners = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();

    private AddressMappingProxy(ClusterConnections cluster) => _cluster = cluster;

    /// <summary>What clients give as their password, or null when the members have none.</summary>
    public string? Password { get; private init; }

    /// <summary>The listeners.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints =>
        [.. _listeners.Values.Select(listener => (IPEndPoint)listener.LocalEndpoint)];

    /// <summary>Listens for every member that gave a view.</summary>
    /// <param name="cluster">How members are reached and signed in to. Its own connections aren't used.</param>
    /// <param name="observed">Who is who: ids and announced addresses.</param>
    public static AddressMappingProxy Start(ClusterConnections cluster, ObservedCluster observed)
    {
        string? password = cluster.Access.Password is null ? null
            : RandomNumberGenerator.GetHexString(32, lowercase: true);
        var proxy = new AddressMappingProxy(cluster) { Password = password };
        foreach (var view in observed.Live)
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            int port = ((IPEndPoint)listener.LocalEndpoint).Port;
            proxy._listeners[view.Member.Name] = listener;
            proxy._map.Add(view.Self.Id, port);
            proxy._map.Add(view.Member.Endpoint, port);
        }
        foreach (var view in observed.Live)
        {
            proxy._map.Learn(view.Records);
            proxy.Run(proxy.AcceptAsync(view.Member, proxy._listeners[view.Member.Name]));
        }
        return proxy;
    }

    /// <summary>The listener that stands for a member.</summary>
    public IPEndPoint EndpointOf(Member member) => (IPEndPoint)_listeners[member.Name].LocalEndpoint;

    /// <summary>Closes the listeners and all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var listener in _listeners.Values) listener.Stop();
        await Task.WhenAll(_running.Keys);
        _stopping.Dispose();
    }

    private void Run(Task task)
    {
        _running[task] = 0;
        _ = task.ContinueWith(done => _running.TryRemove(done, out byte _), TaskScheduler.Default);
    }

    private async Task AcceptAsync(Member member, TcpListener listener)
    {
        var rewriter = new ReplyRewriter(_map, ((IPEndPoint)listener.LocalEndpoint).Port);
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(_stopping.Token);
                Run(ServeAsync(member, client, rewriter));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException
            or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Member member, TcpClient client, ReplyRewriter rewriter)
    {
        await Task.Yield();
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await using var server = await ConnectAsync(member, _stopping.Token);
                await new ProxySession(client.GetStream(), server, rewriter, Password).RunAsync(_stopping.Token);
            }
            catch (Exception exception) when (
                exception is OperationCanceledException or IOException or SocketException or FormatException
                or ObjectDisposedException or RedisConnectionException or RedisErrorException)
            {
                // One end is gone or the member can't be reached: the client sees its connection closed and decides.
            }
        }
    }

    /// <summary>A stream to the member, signed in.</summary>
    private async Task<Stream> ConnectAsync(Member member, CancellationToken cancellationToken)
    {
        var access = _cluster.Access;
        using var timeout = new CancellationTokenSource(access.ConnectTimeout, _cluster.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var stream = await _cluster.Reach.ConnectAsync(member, either.Token);
        try
        {
            if (access.Tls is not null) stream = await access.Tls.WrapAsync(stream, member.Host, either.Token);
            if (access.Password is null) return stream;
            var auth = access.User is null
                ? RespCommand.Of("AUTH", access.Password)
                : RespCommand.Of("AUTH", access.User, access.Password);
            await stream.WriteAsync(auth.Encoded, either.Token);
            await stream.FlushAsync(either.Token);
            var reply = await new RespReader(stream, new RespLimits()).ReadAsync(either.Token);
            if (reply is { IsError: true }) throw new RedisErrorException("AUTH", reply.Value.Text);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}

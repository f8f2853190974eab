using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RedisInfra.Kubernetes;

/// <summary>
/// A port on loopback whose connections are tunnelled to a port of a pod: for programs that only know host and port.
/// It is open to every user of this machine while it lives.
/// </summary>
public sealed class LocalForward : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Func<CancellationToken, Task<Stream>> _open;
    private readonly Task _accepting;
    private int _disposed;

    private LocalForward(Func<CancellationToken, Task<Stream>> open)
    {
        _open = open;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Why the last connection that failed did; null when none has.</summary>
    public Exception? LastError { get; private set; }

    /// <summary>Opens a port that leads to <paramref name="pod"/>:<paramref name="port"/>.</summary>
    /// <param name="client">The cluster; must live as long as the forward.</param>
    /// <param name="pod">The pod's name; it may be another pod of that name by the time of a connection.</param>
    /// <param name="port">A port of the pod.</param>
    /// <param name="namespace">The pod's namespace; null: the client's own.</param>
    public static LocalForward Start(KubeClient client, string pod, int port, string? @namespace = null) =>
        new(cancellationToken => client.PortForwardAsync(pod, port, @namespace, cancellationToken));

    internal static LocalForward Start(Func<CancellationToken, Task<Stream>> open) => new(open);

    /// <summary>Closes the port and its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_ended.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var connection = TunnelAsync(socket);
            _connections[connection] = true;
            _ = connection.ContinueWith(
                done => _connections.TryRemove(done, out _), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task TunnelAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var local = new NetworkStream(socket, ownsSocket: true);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        try
        {
            await using var remote = await _open(ended.Token);
            var up = local.CopyToAsync(remote, 64 * 1024, ended.Token);
            var down = remote.CopyToAsync(local, 64 * 1024, ended.Token);
            // There is no half-close in a tunnel: whichever side ends, both do.
            var first = await Task.WhenAny(up, down);
            await ended.CancelAsync();
            await Task.WhenAll(up, down).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await first;
        }
        catch (Exception e)
        {
            if (!_ended.IsCancellationRequested)
            {
                LastError = e;
            }
        }
    }
}

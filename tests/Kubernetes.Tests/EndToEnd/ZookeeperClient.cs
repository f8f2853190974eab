using System.Net.Sockets;
using RedisInfra.Admin.Zookeeper;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>
/// A client of an ensemble's Service: one session, which it keeps alive, and which goes on with another connection when
/// one breaks, as client libraries do.
/// </summary>
internal sealed class ZookeeperClient : IAsyncDisposable
{
    private const int Port = 2181;
    private static readonly TimeSpan s_session = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan s_request = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_sign = TimeSpan.FromSeconds(5);
    private readonly string _address;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _signs;
    private ZookeeperConnection? _connection;
    private ZookeeperSession? _session;

    public ZookeeperClient(string address)
    {
        _address = address;
        _signs = Task.Run(GiveSignsAsync);
    }

    /// <summary>The session's number; 0 before there is one.</summary>
    public long SessionId => _session?.Id ?? 0;

    /// <summary>How often it connected.</summary>
    public int Connections { get; private set; }

    public Task CreateAsync(string path, string data, bool isEphemeral = false) => DoAsync<bool>(async connection =>
    {
        try
        {
            await connection.CreateAsync(path, data, isEphemeral, CancellationToken.None);
        }
        catch (ZookeeperException refused) when (refused.Error == ZookeeperError.NodeExists)
        {
            // The answer to an earlier try was lost with its connection.
        }

        return true;
    });

    public Task WriteAsync(string path, string data) => DoAsync<bool>(async connection =>
    {
        await connection.WriteAsync(path, data, CancellationToken.None);
        return true;
    });

    public Task<string> ReadAsync(string path) =>
        DoAsync(connection => connection.ReadAsync(path, CancellationToken.None));

    public Task<long?> OwnerAsync(string path) =>
        DoAsync(connection => connection.OwnerAsync(path, CancellationToken.None));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // What ended the session early throws where the session is used.
        await _signs.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await LeaveAsync();
        _stop.Dispose();
        _turn.Dispose();
    }

    private async ValueTask LeaveAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _connection = null;
    }

    /// <summary>A session of which nothing is heard is over.</summary>
    private async Task GiveSignsAsync()
    {
        while (true)
        {
            await Task.Delay(s_sign, _stop.Token);
            if (_session is not null) await OwnerAsync("/");
        }
    }

    /// <summary>Tries until there is an answer: within the session's time, or the session is over, which throws.
    /// </summary>
    private async Task<T> DoAsync<T>(Func<ZookeeperConnection, Task<T>> request)
    {
        using var deadline = new CancellationTokenSource(2 * s_session);
        await _turn.WaitAsync();
        try
        {
            while (true)
            {
                try
                {
                    var result = await request(_connection ??= await ConnectAsync());
                    _session = _connection.Session;
                    return result;
                }
                catch (Exception broken) when (!deadline.IsCancellationRequested && IsBroken(broken))
                {
                    await LeaveAsync();
                    await Task.Delay(s_pause, CancellationToken.None);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static bool IsBroken(Exception exception) =>
        exception is IOException or SocketException or OperationCanceledException
            or ZookeeperException { Error: ZookeeperError.SessionMoved };

    private async Task<ZookeeperConnection> ConnectAsync()
    {
        using var late = new CancellationTokenSource(s_request);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_address, Port, late.Token);
            var connection = await ZookeeperConnection.OpenAsync(
                new NetworkStream(socket, ownsSocket: true), _session, s_session, s_request, TimeProvider.System,
                CancellationToken.None);
            Connections++;
            _session = connection.Session;
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

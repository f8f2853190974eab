using System.Net;
using System.Net.Sockets;

namespace RedisInfra.Provider;

/// <summary>
/// Notices that the engine is gone: nothing accepts at the address that it gave on the command line. Without an address
/// (the embedded host runs the provider in its own process) there is nothing to watch.
/// </summary>
internal sealed class EngineWatch : IAsyncDisposable
{
    private const int MissesUntilGone = 3;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _watching;

    private EngineWatch(IPEndPoint? engine, CancellationTokenSource gone, TimeProvider time) =>
        _watching = engine is null ? Task.CompletedTask : WatchAsync(engine, gone, time);

    public static EngineWatch Start(string[] args, CancellationTokenSource gone, TimeProvider time) =>
        new(AddressIn(args), gone, time);

    /// <summary>The engine passes "host:port"; older ones just a port.</summary>
    public static IPEndPoint? AddressIn(string[] args)
    {
        foreach (string arg in args)
        {
            if (arg.StartsWith('-')) continue;
            if (arg.Contains(':') && IPEndPoint.TryParse(arg, out var endpoint) && endpoint.Port > 0) return endpoint;
            if (ushort.TryParse(arg, out ushort port) && port > 0) return new IPEndPoint(IPAddress.Loopback, port);
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
    }

    private async Task WatchAsync(IPEndPoint engine, CancellationTokenSource gone, TimeProvider time)
    {
        int misses = 0;
        while (!_stopping.IsCancellationRequested)
        {
            misses = await IsThereAsync(engine) ? 0 : misses + 1;
            if (misses >= MissesUntilGone)
            {
                await gone.CancelAsync();
                return;
            }
            await Task.Delay(s_interval, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsThereAsync(IPEndPoint engine)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(engine, _stopping.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}

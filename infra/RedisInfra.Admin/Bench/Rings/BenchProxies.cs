using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Bench.Rings;

/// <summary>A real nutcracker of each ring, of which clients reach one.</summary>
internal sealed class BenchProxies(LoopbackServers servers) : IRingSwitch, IAsyncDisposable
{
    private const int TimeoutMs = 10_000;
    private static readonly TimeSpan s_start = TimeSpan.FromSeconds(10);
    private readonly List<Process> _processes = [];
    private int _current;
    private int _next;

    /// <summary>The first of the servers as a pool.</summary>
    public RingPool Pool(int count) => new("bench", [.. servers.Members.Take(count).Select(
        member => new RingServer(member.Name, member.Host, member.Port, 1))])
    {
        Listen = $"127.0.0.1:{servers.FreePort()}", Hash = RingHash.Murmur, IsRedis = true, TimeoutMs = TimeoutMs,
    };

    /// <summary>A proxy of this ring, to which clients are led at once.</summary>
    public async Task ServeAsync(RingPool pool, CancellationToken cancellationToken)
    {
        await PrepareAsync(pool, cancellationToken);
        _current = _next;
    }

    /// <summary>A proxy that is ready, and that nobody knows yet.</summary>
    public async Task PrepareAsync(RingPool pool, CancellationToken cancellationToken)
    {
        _next = int.Parse(pool.Listen.AsSpan(pool.Listen.IndexOf(':') + 1), CultureInfo.InvariantCulture);
        string file = Path.Combine(servers.Folder, $"nutcracker-{_next}.yml");
        await File.WriteAllTextAsync(file, Text(pool), cancellationToken);
        _processes.Add(Launch(
            ["-c", file, "-s", $"{servers.FreePort()}", "-a", "127.0.0.1", "-o", $"{file}.log", "-v", "0"]));
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", _next, cancellationToken);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(began) < s_start)
            {
                await Task.Delay(10, cancellationToken);
            }
        }
    }

    public Task<RespConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        int port = Volatile.Read(ref _current);
        var proxy = new Member("proxy", 0, 0, "127.0.0.1", port);
        return RespConnection.ConnectAsync(new RespConnectionOptions
        {
            Name = $"proxy at {proxy.Endpoint}",
            CommandTimeout = TimeSpan.FromMilliseconds(2 * TimeoutMs),
            Connect = token => new DirectReach().ConnectAsync(proxy, token),
        }, cancellationToken);
    }

    public Task StopOldAsync(CancellationToken cancellationToken) => EndAsync(_processes[^2], cancellationToken);

    public Task StartNewAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _current, _next);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await EndAsync(process, CancellationToken.None);
            process.Dispose();
        }
    }

    private static async Task EndAsync(Process process, CancellationToken cancellationToken)
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync(cancellationToken);
    }

    private static string Text(RingPool pool) => string.Create(CultureInfo.InvariantCulture,
        $"{pool.Name}:\n  listen: {pool.Listen}\n  timeout: {pool.TimeoutMs}\n  redis: true\n")
        + RingFenceText.Lines(pool);

    private static Process Launch(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("nutcracker", arguments))!;
        }
        catch (Win32Exception missing)
        {
            throw new DiagnosticException(new Diagnostic("RI6049", "bench ring",
                $"nutcracker can't be started: {missing.Message.TrimEnd('.')}",
                "clients are measured through a real proxy", "Install Debian's package nutcracker"));
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>Debian's nutcracker with some pools. Killed by its process id.</summary>
public sealed class Nutcracker : IDisposable
{
    /// <summary>Of servers whose pool has one.</summary>
    public const string Password = "a ring's secret";

    private readonly Process _process;

    private Nutcracker(Process process) => _process = process;

    /// <summary>Where its program is.</summary>
    public static string Program { get; } = RedisServer.FindOnPath("nutcracker");

    /// <summary>A configuration as its file has it.</summary>
    public static string Text(params IEnumerable<RingPool> pools)
    {
        var text = new StringBuilder();
        foreach (var pool in pools)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{pool.Name}:");
            text.AppendLine(CultureInfo.InvariantCulture, $"  listen: {pool.Listen}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  hash: {RingWords.Of(pool.Hash)}");
            if (pool.HashTag.Length > 0)
                text.AppendLine(CultureInfo.InvariantCulture, $"  hash_tag: \"{pool.HashTag}\"");
            text.AppendLine(CultureInfo.InvariantCulture, $"  distribution: {RingWords.Of(pool.Distribution)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"  timeout: {pool.TimeoutMs}");
            if (pool.HasPassword) text.AppendLine(CultureInfo.InvariantCulture, $"  redis_auth: \"{Password}\"");
            text.AppendLine("  redis: true\n  auto_eject_hosts: false\n  servers:");
            foreach (var server in pool.Servers) text.AppendLine(CultureInfo.InvariantCulture, $"   - {server}");
        }
        return $"{text}";
    }

    /// <summary>Starts it and waits until it listens for every pool.</summary>
    public static async Task<Nutcracker> StartAsync(
        string folder, CancellationToken cancellationToken, params RingPool[] pools)
    {
        string file = Path.Combine(folder, $"nutcracker-{FreePorts.Next()}.yml");
        await File.WriteAllTextAsync(file, Text(pools), cancellationToken);
        string[] arguments =
            ["-c", file, "-s", $"{FreePorts.Next()}", "-a", "127.0.0.1", "-o", $"{file}.log", "-m", "16384"];
        var proxy = new Nutcracker(Process.Start(new ProcessStartInfo(Program, arguments))!);
        try
        {
            foreach (var pool in pools) await proxy.ListeningAsync(Port(pool), cancellationToken);
            return proxy;
        }
        catch
        {
            proxy.Dispose();
            throw;
        }
    }

    /// <summary>A client of a pool.</summary>
    public static Task<RespConnection> ConnectAsync(RingPool pool, CancellationToken cancellationToken) =>
        RespConnection.ConnectAsync(new RespConnectionOptions
        {
            Name = $"proxy at {pool.Listen}",
            Password = pool.HasPassword ? Password : null,
            Connect = token => new DirectReach().ConnectAsync(
                new RedisInfra.Model.Topology.Member("proxy", 0, 0, "127.0.0.1", Port(pool)), token),
        }, cancellationToken);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
        _process.Dispose();
    }

    private static int Port(RingPool pool) =>
        int.Parse(pool.Listen[(pool.Listen.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);

    private async Task ListeningAsync(int port, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                if (_process.HasExited) throw new InvalidOperationException("nutcracker has ended");
                await Task.Delay(10, cancellationToken);
            }
        }
    }
}

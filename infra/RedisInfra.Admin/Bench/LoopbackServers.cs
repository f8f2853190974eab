using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Bench;

/// <summary>Cluster nodes on loopback in a temporary folder, for a measurement.</summary>
internal sealed class LoopbackServers : IAsyncDisposable
{
    private const int BusOffset = 10000;
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-bench-").FullName;
    private readonly List<Process> _processes = [];
    private readonly List<Member> _members = [];

    private LoopbackServers()
    {
    }

    /// <summary>They as shards of one master and one replica each.</summary>
    public DesiredCluster Desired => DesiredCluster.Of("bench", _members);

    /// <summary>"host:port" of each, masters first: as redis-cli takes them.</summary>
    public IEnumerable<string> Endpoints => _members.Select(member => member.Endpoint);

    public static async Task<LoopbackServers> StartAsync(int nodes, CancellationToken cancellationToken)
    {
        var servers = new LoopbackServers();
        try
        {
            for (int i = 0; i < nodes; i++) servers.Launch(i % (nodes / 2), i / (nodes / 2));
            foreach (var member in servers._members) await ListeningAsync(member, cancellationToken);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private void Launch(int shard, int index)
    {
        int port = FreePort();
        string folder = Directory.CreateDirectory(Path.Combine(_folder, $"{port}")).FullName;
        var start = new ProcessStartInfo("redis-server") { WorkingDirectory = folder };
        string[] arguments = ["--port", $"{port}", "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--save", "",
            "--logfile", "log"];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        _processes.Add(Process.Start(start) ?? throw new InvalidOperationException("redis-server didn't start"));
        _members.Add(new Member($"bench-{shard}-{index}", shard, index, "127.0.0.1", port));
    }

    private int FreePort()
    {
        for (int tries = 0; tries < 1000; tries++)
        {
            int port = Random.Shared.Next(20000, 32000);
            if (_members.All(member => member.Port != port) && IsFree(port) && IsFree(port + BusOffset)) return port;
        }
        throw new InvalidOperationException("no free port between 20000 and 32000");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task ListeningAsync(Member member, CancellationToken cancellationToken)
    {
        const int MaxTries = 500;
        for (int tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(member.Host, member.Port, cancellationToken);
                return;
            }
            catch (SocketException) when (tries < MaxTries)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }
}

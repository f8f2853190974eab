using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Bench;

/// <summary>Cluster nodes on loopback in a temporary folder, for a measurement.</summary>
internal sealed class LoopbackServers : IAsyncDisposable
{
    private const int BusOffset = 10000;

    /// <summary>
    /// So that the bus ports stay below those of Kubernetes' node ports (30000 on) and of outgoing connections (32768
    /// on): one of these may take a port between the look at it and the server's start.
    /// </summary>
    private const int FirstPort = 12_000;
    private const int LastPort = 19_999;
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-bench-").FullName;
    private readonly List<Process> _processes = [];
    private readonly List<Member> _members = [];

    private LoopbackServers()
    {
    }

    /// <summary>All of them: the first member of each shard, then the second.</summary>
    public IReadOnlyList<Member> Members => _members;

    /// <summary>They as shards.</summary>
    public DesiredCluster Desired => DesiredCluster.Of("bench", _members);

    /// <summary>"host:port" of each, masters first: as redis-cli takes them.</summary>
    public IEnumerable<string> Endpoints => _members.Select(member => member.Endpoint);

    /// <summary>The processor time that they have used.</summary>
    public TimeSpan ProcessorTime => _processes.Aggregate(TimeSpan.Zero, (sum, process) =>
    {
        process.Refresh();
        return sum + process.TotalProcessorTime;
    });

    /// <summary>Half of them masters, the others a replica each.</summary>
    public static Task<LoopbackServers> StartAsync(int nodes, CancellationToken cancellationToken) =>
        StartAsync(ServerBuild.System, nodes / 2, replicas: 1, cancellationToken);

    public static async Task<LoopbackServers> StartAsync(
        ServerBuild build, int shards, int replicas, CancellationToken cancellationToken)
    {
        var servers = new LoopbackServers();
        try
        {
            for (int index = 0; index <= replicas; index++)
            {
                for (int shard = 0; shard < shards; shard++) servers.Launch(build, shard, index);
            }
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

    private void Launch(ServerBuild build, int shard, int index)
    {
        int port = FreePort();
        string folder = Directory.CreateDirectory(Path.Combine(_folder, $"{port}")).FullName;
        var start = build.Command("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--cluster-enabled",
            "yes", "--save", "", "--logfile", "log"]);
        start.WorkingDirectory = folder;
        _processes.Add(Process.Start(start) ?? throw new InvalidOperationException("redis-server didn't start"));
        _members.Add(new Member($"bench-{shard}-{index}", shard, index, "127.0.0.1", port));
    }

    private int FreePort()
    {
        for (int tries = 0; tries < 1000; tries++)
        {
            int port = Random.Shared.Next(FirstPort, LastPort + 1);
            if (_members.All(member => member.Port != port) && IsFree(port) && IsFree(port + BusOffset)) return port;
        }
        throw new InvalidOperationException($"no free port between {FirstPort} and {LastPort}");
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

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Bench;

/// <summary>Cluster nodes or single servers on loopback in a temporary folder, for a measurement.</summary>
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
    private readonly bool _isCluster;

    private LoopbackServers(bool isCluster) => _isCluster = isCluster;

    /// <summary>A folder of theirs, which goes with them.</summary>
    public string Folder => _folder;

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

    public static Task<LoopbackServers> StartAsync(
        ServerBuild build, int shards, int replicas, CancellationToken cancellationToken) =>
        StartAsync(build, shards, replicas, isCluster: true, cancellationToken);

    /// <summary>Servers that know nothing of one another.</summary>
    public static Task<LoopbackServers> StartSinglesAsync(
        ServerBuild build, int count, CancellationToken cancellationToken) =>
        StartAsync(build, count, replicas: 0, isCluster: false, cancellationToken);

    private static async Task<LoopbackServers> StartAsync(
        ServerBuild build, int shards, int replicas, bool isCluster, CancellationToken cancellationToken)
    {
        var servers = new LoopbackServers(isCluster);
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
            _isCluster ? "yes" : "no", "--save", "", "--logfile", "log"]);
        start.WorkingDirectory = folder;
        _processes.Add(Process.Start(start) ?? throw new InvalidOperationException("redis-server didn't start"));
        _members.Add(new Member($"bench-{shard}-{index}", shard, index, "127.0.0.1", port));
    }

    /// <summary>A port that is free now, and none of theirs.</summary>
    public int FreePort()
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

using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Ring;

/// <summary>Single Redis servers on loopback, as they stand behind a proxy.</summary>
public sealed class PlainServers : IAsyncDisposable
{
    private readonly List<RedisServer> _servers = [];

    private PlainServers() => Nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());

    public string Folder { get; } = ServerFolder.Create("redisinfra-ring-");

    public IReadOnlyList<RedisServer> Servers => _servers;

    public ClusterConnections Nodes { get; }

    public static async Task<PlainServers> StartAsync(
        int count, CancellationToken cancellationToken, bool keepsKeys = false)
    {
        var servers = new PlainServers();
        try
        {
            for (int i = 0; i < count; i++)
            {
                int port = FreePorts.Next();
                servers._servers.Add(RedisServer.Start(Path.Combine(servers.Folder, $"{port}"), port,
                    "--port", $"{port}", "--bind", "127.0.0.1", "--save", "",
                    "--appendonly", keepsKeys ? "yes" : "no", "--appendfsync", "always", "--logfile", "log",
                    "--protected-mode", "no", "--unixsocket", servers.SocketOf(port)));
            }
            foreach (var server in servers._servers) await server.WaitUntilListeningAsync(cancellationToken);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>A server as a ring has it, with a name or the one that it gets without.</summary>
    public RingServer At(int index, int weight = 1, string? name = null)
    {
        int port = _servers[index].Port;
        return new RingServer(name ?? RingServer.NameOf("127.0.0.1", port), "127.0.0.1", port, weight);
    }

    /// <summary>A server's socket, with the name that it gets without one.</summary>
    public RingServer SocketAt(int index)
    {
        string path = SocketOf(_servers[index].Port);
        return new RingServer(RingServer.NameOf(path, 0), path, 0, 1);
    }

    /// <summary>A pool as nutcracker's tests here have it, of servers 0 to n-1.</summary>
    public RingPool Pool(int count) => new("cache", [.. Enumerable.Range(0, count).Select(i => At(i, 1, $"cache-{i}"))])
    {
        Listen = $"127.0.0.1:{FreePorts.Next()}", IsRedis = true, TimeoutMs = 5000, HashTag = "{}",
    };

    /// <summary>A server for commands that no ring has a part in.</summary>
    public Member Member(int index) => new($"plain-{index}", index, 0, "127.0.0.1", _servers[index].Port);

    public async Task<RespValue> SendAsync(int index, CancellationToken cancellationToken, params string[] words) =>
        (await Nodes.ExecuteAsync(Member(index), [RespCommand.Of(words)], cancellationToken))[0];

    private string SocketOf(int port) => Path.Combine(Folder, $"{port}.sock");

    public async ValueTask DisposeAsync()
    {
        await Nodes.DisposeAsync();
        foreach (var server in _servers) server.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

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
    private readonly Dictionary<int, int> _tlsPorts = [];

    private PlainServers(PlainServerOptions options)
    {
        var certificates = options.HasTls ? TestCertificates.Make(Folder) : null;
        Certificates = certificates?.Arguments ?? [];
        Access = new ClusterAccess
        {
            Password = options.Password,
            Tls = certificates is null ? null : new TlsSettings { CaCertificate = certificates.CaCertificate },
        };
        Nodes = Connect();
    }

    public string Folder { get; } = ServerFolder.Create("redisinfra-ring-");

    public IReadOnlyList<RedisServer> Servers => _servers;

    public ClusterConnections Nodes { get; }

    /// <summary>How the mover signs in.</summary>
    public ClusterAccess Access { get; }

    private string[] Certificates { get; }

    public static async Task<PlainServers> StartAsync(
        int count, CancellationToken cancellationToken, PlainServerOptions? options = null)
    {
        options ??= new PlainServerOptions();
        var servers = new PlainServers(options);
        try
        {
            for (int i = 0; i < count; i++) servers.Launch(options);
            foreach (var server in servers._servers) await server.WaitUntilListeningAsync(cancellationToken);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connections of somebody else.</summary>
    public ClusterConnections Connect(IMemberReach? reach = null) => new(reach ?? new DirectReach(), Access);

    /// <summary>A change as the mover sees it, whose servers may be at other ports than the proxy knows.</summary>
    public RingChange Change(RingPool from, RingPool to) => RingChange.Of(Reached(from), Reached(to));

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
    public Member Member(int index) => new($"plain-{index}", index, 0, "127.0.0.1", Reached(_servers[index].Port));

    public async Task<RespValue> SendAsync(int index, CancellationToken cancellationToken, params string[] words) =>
        (await Nodes.ExecuteAsync(Member(index), [RespCommand.Of(words)], cancellationToken))[0];

    private RingPool Reached(RingPool pool) =>
        pool with { Servers = [.. pool.Servers.Select(server => server with { Port = Reached(server.Port) })] };

    private int Reached(int port) => _tlsPorts.GetValueOrDefault(port, port);

    private void Launch(PlainServerOptions options)
    {
        int port = FreePorts.Next();
        List<string> arguments =
        [
            "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", options.KeepsKeys ? "yes" : "no",
            "--appendfsync", "always", "--logfile", "log", "--protected-mode", "no", "--unixsocket", SocketOf(port),
        ];
        if (options.Password is { } password) arguments.AddRange(["--requirepass", password]);
        if (options.HasTls)
        {
            _tlsPorts[port] = FreePorts.Next();
            arguments.AddRange(["--tls-port", $"{_tlsPorts[port]}", .. Certificates]);
        }
        _servers.Add(RedisServer.Start(options.Version, Path.Combine(Folder, $"{port}"), port, [.. arguments]));
    }

    private string SocketOf(int port) => Path.Combine(Folder, $"{port}.sock");

    public async ValueTask DisposeAsync()
    {
        await Nodes.DisposeAsync();
        foreach (var server in _servers) server.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

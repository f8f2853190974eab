using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Sentinel;
using RedisInfra.Model.Sentinel;

namespace Redis.Tests.Sentinel;

/// <summary>A master, two replicas and Sentinels on loopback.</summary>
public sealed class SentinelServers : IAsyncDisposable
{
    public const string Name = "cache";
    public string Folder { get; } = ServerFolder.Create("redisinfra-sentinel-");
    private readonly ClusterConnections _servers;
    private readonly ClusterConnections _sentinels;
    private readonly string? _password;

    private SentinelServers(string? password)
    {
        _password = password;
        _servers = new ClusterConnections(new DirectReach(), new ClusterAccess { Password = password });
        _sentinels = new ClusterConnections(new DirectReach(), new ClusterAccess { Password = SentinelPassword });
        Nodes = new SentinelNodes(_servers, _sentinels);
    }

    /// <summary>Another than the servers', so that none is taken for the other.</summary>
    public string? SentinelPassword => _password is null ? null : $"{_password}-of-sentinels";

    public List<RedisServer> Servers { get; } = [];

    public List<RedisServer> Sentinels { get; } = [];

    public SentinelNodes Nodes { get; }

    public string AnySentinel => At(Sentinels[0]);

    public static async Task<SentinelServers> StartAsync(
        CancellationToken cancellationToken, string? password = null)
    {
        var set = new SentinelServers(password);
        try
        {
            for (int i = 0; i < 3; i++) set.StartServer();
            foreach (var server in set.Servers) await server.WaitUntilListeningAsync(cancellationToken);
            for (int i = 0; i < 3; i++) await set.StartSentinelAsync(cancellationToken);
            foreach (var sentinel in set.Sentinels) await sentinel.WaitUntilListeningAsync(cancellationToken);
            await set.UntilAsync(seen => SentinelHealth.Check(seen).IsEmpty
                && seen.Answering.Count() == 3 && seen.Watching.Count() == 3, cancellationToken);
            return set;
        }
        catch
        {
            await set.DisposeAsync();
            throw;
        }
    }

    public static string At(RedisServer server) => $"127.0.0.1:{server.Port}";

    public async Task<ObservedSet> UntilAsync(Func<ObservedSet, bool> isSo, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = await SentinelReader.ReadAsync(Nodes, [AnySentinel], Name, cancellationToken);
            if (isSo(seen)) return seen;
            await Task.Delay(100, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        await _sentinels.DisposeAsync();
        foreach (var server in Sentinels.Concat(Servers)) server.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void StartServer()
    {
        int port = FreePorts.Next();
        string[] arguments =
        [
            "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--logfile", "log",
            "--repl-diskless-sync-delay", "0",
        ];
        string[] following = Servers.Count == 0 ? [] : ["--replicaof", "127.0.0.1", $"{Servers[0].Port}"];
        string[] secret = _password is null ? [] : ["--requirepass", _password, "--masterauth", _password];
        Servers.Add(RedisServer.Start(
            Path.Combine(Folder, $"{port}"), port, [.. arguments, .. following, .. secret]));
    }

    private async Task StartSentinelAsync(CancellationToken cancellationToken)
    {
        int port = FreePorts.Next();
        string folder = Directory.CreateDirectory(Path.Combine(Folder, $"{port}")).FullName;
        string secrets = _password is null ? "" : $"""
            requirepass {SentinelPassword}
            sentinel sentinel-pass {SentinelPassword}
            sentinel auth-pass {Name} {_password}
            """;
        await File.WriteAllTextAsync(Path.Combine(folder, "sentinel.conf"), $"""
            port {port}
            bind 127.0.0.1
            logfile log
            sentinel monitor {Name} 127.0.0.1 {Servers[0].Port} 2
            sentinel down-after-milliseconds {Name} 5000
            sentinel failover-timeout {Name} 20000
            {secrets}

            """, cancellationToken);
        Sentinels.Add(RedisServer.Start(folder, port, "sentinel.conf", "--sentinel"));
    }
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Servers;

/// <summary>N cluster nodes on loopback, in a temporary folder that goes with them.</summary>
public sealed class RedisServers : IAsyncDisposable
{
    private readonly string _folder;

    private RedisServers(string folder, IReadOnlyList<RedisServer> servers, DesiredCluster desired) =>
        (_folder, Servers, Desired) = (folder, servers, desired);

    public IReadOnlyList<RedisServer> Servers { get; }

    /// <summary>The servers as shards; shard s has members s, s + shards, …</summary>
    public DesiredCluster Desired { get; }

    public IReadOnlyList<Member> Members => [.. Desired.Members];

    /// <summary>The CA of servers that speak TLS, or null.</summary>
    public string? CaCertificate { get; private init; }

    public static Task<RedisServers> StartAsync(int shards, int replicas, params string[] extra) =>
        StartAsync(NewerServers.System, shards, replicas, tlsName: null, extra);

    /// <summary>Servers that speak only TLS, with a certificate for 127.0.0.1 or, if not empty, for a name.</summary>
    public static Task<RedisServers> StartWithTlsAsync(int shards, int replicas, string name, params string[] extra) =>
        StartAsync(NewerServers.System, shards, replicas, tlsName: name, extra);

    /// <summary>Servers of a version that <see cref="NewerServers"/> knows.</summary>
    public static Task<RedisServers> StartVersionAsync(
        string version, int shards, int replicas, params string[] extra) =>
        StartAsync(version, shards, replicas, tlsName: null, extra);

    private static async Task<RedisServers> StartAsync(
        string version, int shards, int replicas, string? tlsName, string[] extra)
    {
        string folder = ServerFolder.Create("redisinfra-test-");
        var servers = new List<RedisServer>();
        try
        {
            var tls = tlsName is null ? null : TestCertificates.Make(folder, tlsName.Length == 0 ? null : tlsName);
            var members = new List<Member>();
            for (int index = 0; index <= replicas; index++)
            {
                for (int shard = 0; shard < shards; shard++)
                {
                    int port = FreePorts.Next();
                    servers.Add(RedisServer.Start(version, Path.Combine(folder, $"{port}"), port,
                        [.. Arguments(port), .. TlsArguments(port, tls), .. extra]));
                    members.Add(new Member($"cache-{shard}-{index}", shard, index, "127.0.0.1", port));
                }
            }
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
            foreach (var server in servers) await server.WaitUntilListeningAsync(deadline.Token);
            return new RedisServers(folder, servers, DesiredCluster.Of("cache", members, nodeTimeoutMs: 15000))
            {
                CaCertificate = tls?.CaCertificate,
            };
        }
        catch
        {
            // Nobody else can: a fixture that wasn't made isn't disposed.
            foreach (var server in servers) server.Dispose();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public RedisServer Of(Member member) => Servers.Single(server => server.Port == member.Port);

    public ClusterConnections Connect(ClusterAccess? access = null) =>
        new(new DirectReach(), access ?? new ClusterAccess());

    /// <summary>Waits until no node's view has an error.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await using var connections = Connect();
        while (true)
        {
            var observed = await connections.ObserveAsync(Desired, cancellationToken);
            if (ClusterHealth.Check(observed).All(finding => finding.Severity != Severity.Error)) return;
            await Task.Delay(10, cancellationToken);
        }
    }

    /// <summary>What every node says of the cluster, for the message of a test that fails.</summary>
    public async Task<string> ViewsAsync()
    {
        await using var connections = Connect();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var views = await connections.ObserveAsync(Desired, deadline.Token);
        return string.Join('\n', views.Views.SelectMany(view => view is not NodeView.Live live ? [$"{view}"]
            : live.Records.Select(record => $"{live.Member.Name}: {views.NameOf(record.Id)} is {record.Flags}, epoch "
                + $"{record.ConfigEpoch}, slots {record.Slots}, open {string.Join(", ", record.OpenSlots)}")));
    }

    /// <summary>Makes all nodes forget each other and everything else, as if newly started.</summary>
    public async Task ResetAsync(ClusterConnections connections, CancellationToken cancellationToken)
    {
        // A replica must become a master before its data can go, and a reset again forgets those met meanwhile.
        for (int round = 0; round < 2; round++)
        {
            await Task.WhenAll(Members.Select(member => connections.ExecuteAsync(member,
                [
                    RespCommand.Of("CLUSTER", "RESET", "HARD"),
                    RespCommand.Of("FLUSHALL"),
                    RespCommand.Of("CLUSTER", "RESET", "HARD"),
                    RespCommand.Of("CONFIG", "SET", "cluster-node-timeout", "15000"),
                    RespCommand.Of("CONFIG", "SET", "repl-diskless-sync-delay", "5"),
                ], cancellationToken)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers) server.Dispose();
        await Task.Yield();
        Directory.Delete(_folder, recursive: true);
    }

    private static string[] TlsArguments(int port, TestCertificates? tls) =>
        tls is null ? [] : ["--port", "0", "--tls-port", $"{port}", .. tls.Arguments];

    private static string[] Arguments(int port) =>
    [
        "--port", $"{port}", "--bind", "127.0.0.1", "--cluster-enabled", "yes", "--save", "", "--appendonly", "no",
        "--daemonize", "no", "--logfile", "log", "--protected-mode", "no", "--cluster-node-timeout", "15000",
        "--repl-diskless-load", "on-empty-db",
    ];
}

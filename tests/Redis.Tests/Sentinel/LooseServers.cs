using System.Collections.Immutable;
using Pulumi.Experimental;
using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Sentinel;
using RedisInfra.Admin.Sentinel.Declared;
using RedisInfra.Model.Sentinel;

namespace Redis.Tests.Sentinel;

/// <summary>Servers and Sentinels on loopback that know nothing of one another yet.</summary>
public sealed class LooseServers : IAsyncDisposable
{
    public const string Name = "cache";
    public const string Password = "for-this-test";
    public const string SentinelPassword = "for-these-sentinels";

    public string Folder { get; } = ServerFolder.Create("redisinfra-loose-");
    private readonly ClusterConnections _servers =
        new(new DirectReach(), new ClusterAccess { Password = Password });
    private readonly ClusterConnections _sentinels =
        new(new DirectReach(), new ClusterAccess { Password = SentinelPassword });

    public LooseServers() => Nodes = new SentinelNodes(_servers, _sentinels);

    public SentinelNodes Nodes { get; }

    public List<RedisServer> Servers { get; } = [];

    public List<RedisServer> Sentinels { get; } = [];

    public async Task StartAsync(int servers, int sentinels, CancellationToken cancellationToken)
    {
        var young = new List<RedisServer>();
        for (int i = 0; i < servers; i++)
        {
            int port = FreePorts.Next();
            young.Add(RedisServer.Start(Path.Combine(Folder, $"{port}"), port, "--port", $"{port}", "--bind",
                "127.0.0.1", "--save", "", "--logfile", "log", "--repl-diskless-sync-delay", "0", "--requirepass",
                Password, "--masterauth", Password));
            Servers.Add(young[^1]);
        }
        for (int i = 0; i < sentinels; i++)
        {
            int port = FreePorts.Next();
            string folder = Directory.CreateDirectory(Path.Combine(Folder, $"{port}")).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, "sentinel.conf"), $"""
                port {port}
                bind 127.0.0.1
                logfile log
                requirepass {SentinelPassword}
                sentinel sentinel-pass {SentinelPassword}

                """, cancellationToken);
            young.Add(RedisServer.Start(folder, port, "sentinel.conf", "--sentinel"));
            Sentinels.Add(young[^1]);
        }
        foreach (var server in young) await server.WaitUntilListeningAsync(cancellationToken);
    }

    public static string At(RedisServer server) => $"127.0.0.1:{server.Port}";

    /// <summary>What a program declares of them: all but those at the places that are named.</summary>
    public ImmutableDictionary<string, PropertyValue> Inputs(
        int quorum, IReadOnlyCollection<int>? withoutServers = null, IReadOnlyCollection<int>? withoutSentinels = null)
        => new Dictionary<string, PropertyValue>
        {
            ["masterName"] = new(Name),
            ["members"] = Members("data", Servers, withoutServers ?? []),
            ["sentinels"] = Members("sentinel", Sentinels, withoutSentinels ?? []),
            ["quorum"] = new(quorum),
            ["downAfterMs"] = new(2000),
            ["failoverTimeoutMs"] = new(10_000),
            ["minReplicas"] = new(1),
            ["password"] = new PropertyValue(Password).WithSecret(true),
            ["sentinelPassword"] = new PropertyValue(SentinelPassword).WithSecret(true),
        }.ToImmutableDictionary();

    /// <summary>As all that ever were started say it.</summary>
    public Task<ObservedSet> LookAsync(CancellationToken cancellationToken) => SetReader.ReadAsync(
        Nodes, Name, [], Sentinels.Select(one => new RedisInfra.Model.Sentinel.Declared.SetMember("", At(one))),
        cancellationToken);

    public Task AskAsync(RedisServer server, CancellationToken cancellationToken, params string[] words) =>
        Nodes.AskServerAsync(At(server), cancellationToken, words);

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        await _sentinels.DisposeAsync();
        foreach (var server in Sentinels.Concat(Servers)) server.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static PropertyValue Members(
        string name, IEnumerable<RedisServer> servers, IReadOnlyCollection<int> without) => new(
    [
        .. servers.Select((server, index) => (server, index)).Where(one => !without.Contains(one.index)).Select(one =>
            new PropertyValue(new Dictionary<string, PropertyValue>
            {
                ["name"] = new($"{name}-{one.index}"),
                ["host"] = new("127.0.0.1"),
                ["port"] = new(one.server.Port),
            }.ToImmutableDictionary())),
    ]);
}

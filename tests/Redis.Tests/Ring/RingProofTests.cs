using System.Collections.Immutable;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;
using Redis.Tests.Servers;
using Xunit.Abstractions;

namespace Redis.Tests.Ring;

/// <summary>
/// The model against a real nutcracker: random keys that are written through it are at exactly the server that the
/// model says. A few thousand for each hash and distribution; REDISINFRA_RING_KEYS=100000 for more.
/// </summary>
public sealed class RingProofTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Seed = 20261126;
    private const int Servers = 5;
    private const int AtOnce = 1000;
    private static readonly int s_keys =
        int.TryParse(Environment.GetEnvironmentVariable("REDISINFRA_RING_KEYS"), out int keys) ? keys : 3000;
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(120 + (s_keys / 50));
    private readonly CancellationTokenSource _deadline = new(s_deadline);
    private readonly Random _random = new(Seed);
    private PlainServers _servers = null!;

    public async Task InitializeAsync() => _servers = await PlainServers.StartAsync(Servers, _deadline.Token);

    public async Task DisposeAsync()
    {
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task KeyRing_EveryHashAndDistribution_PutsKeysWhereNutcrackerDoes()
    {
        var pools = new List<RingPool>();
        foreach (var (name, hash) in RingWords.Hashes)
        {
            // Names of different lengths, and without any: the order of servers counts.
            ImmutableArray<RingServer> even =
                [_servers.At(0), _servers.At(1, 1, "b"), _servers.At(2, 1, "cache-10"), _servers.At(3, 1, "a"),
                _servers.At(4, 1, "cache-9")];
            ImmutableArray<RingServer> uneven =
                [_servers.At(4, 3, "east-4"), _servers.At(3, 1, "é"), _servers.At(2, 7), _servers.At(1, 2, "east-1"),
                _servers.At(0, 5, "x")];
            pools.Add(Pool($"{name}_ketama", even, hash, RingDistribution.Ketama, ""));
            pools.Add(Pool($"{name}_modula", even, hash, RingDistribution.Modula, "{}"));
            pools.Add(Pool($"{name}_ketama_weights", uneven, hash, RingDistribution.Ketama, "$$"));
            pools.Add(Pool($"{name}_modula_weights", uneven, hash, RingDistribution.Modula, ""));
        }
        await ProveAsync(pools, s_keys);
    }

    [Fact]
    public async Task KeyRing_ManyServersAndOne_RoundsAsNutcrackerDoes()
    {
        // Sizes at which C's float takes four points from every server, those next to them, S1's 108, and one server.
        int[] rounded = [.. Enumerable.Range(2, 200).Where(size => PointsOf(size) < 160).Take(6)];
        Assert.NotEmpty(rounded);
        int[] sizes = [1, 2, 3, 4, 6, 108, .. rounded, .. rounded.Select(size => size + 1)];
        var pools = sizes.Distinct().Select(size => Pool($"of_{size}",
            [.. Enumerable.Range(0, size).Select(i => _servers.At(i % Servers, 1, $"redis-{i}"))],
            RingHash.Fnv1aBits64, RingDistribution.Ketama, "{}"));
        await ProveAsync([.. pools], s_keys);
    }

    [Fact]
    public async Task KeyRing_SocketsWithoutNames_PutsKeysWhereNutcrackerDoes()
    {
        var sockets = Enumerable.Range(0, Servers).Select(_servers.SocketAt).ToImmutableArray();
        var ports = sockets.Select((socket, i) => (socket.Name, _servers.Servers[i].Port)).ToDictionary();
        await ProveAsync([Pool("sockets", sockets, RingHash.Murmur, RingDistribution.Ketama, "")], s_keys,
            server => ports[server.Name]);
    }

    private static int PointsOf(int servers) => new KeyRing(new RingPool("any",
        [.. Enumerable.Range(0, servers).Select(i => new RingServer($"{i}", "h", 1, 1))])).Points.Length / servers;

    private static RingPool Pool(string name, ImmutableArray<RingServer> servers, RingHash hash,
        RingDistribution distribution, string tag) => new(name, servers)
        {
            Listen = $"127.0.0.1:{FreePorts.Next()}", Hash = hash, Distribution = distribution, HashTag = tag,
            IsRedis = true, TimeoutMs = 20_000,
        };

    private async Task ProveAsync(List<RingPool> pools, int count, Func<RingServer, int>? portOf = null)
    {
        portOf ??= server => server.Port;
        using var proxy = await Nutcracker.StartAsync(_servers.Folder, _deadline.Token, [.. pools]);
        foreach (var pool in pools)
        {
            for (int i = 0; i < Servers; i++) await _servers.SendAsync(i, _deadline.Token, "FLUSHALL");
            var keys = new HashSet<string>(StringComparer.Ordinal);
            while (keys.Count < count) keys.Add(RandomKey(pool.HashTag));
            await using var client = await Nutcracker.ConnectAsync(pool, _deadline.Token);
            foreach (var part in keys.Chunk(AtOnce))
            {
                var replies = await client.ExecuteManyAsync([.. part.Select(key => RespCommand.OfBinary(
                    ["SETNX"], [Bytes(key), "x"u8.ToArray()]))], TimeSpan.FromSeconds(60), _deadline.Token);
                Assert.All(replies, reply => Assert.Equal(1, reply.Integer));
            }
            var ring = new KeyRing(pool);
            int seen = 0;
            for (int i = 0; i < Servers; i++)
            {
                int port = _servers.Servers[i].Port;
                var all = await _servers.SendAsync(i, _deadline.Token, "KEYS", "*");
                seen += all.Items.Count;
                var wrong = all.Items.Where(key => portOf(ring.Servers[ring.IndexOf(key.Bytes.Span)]) != port)
                    .ToList();
                Assert.True(wrong.Count == 0,
                    $"{pool.Name}: {wrong.Count} of {all.Items.Count} keys at {port} are elsewhere by the model");
            }
            Assert.Equal(count, seen);
        }
        output.WriteLine($"{pools.Count} pools with {count} keys each");
    }

    /// <summary>Any bytes, some of them with a tag or parts of one.</summary>
    private string RandomKey(string tag)
    {
        var bytes = new byte[_random.Next(1, 40)];
        _random.NextBytes(bytes);
        string key = System.Text.Encoding.Latin1.GetString(bytes);
        if (tag.Length == 0 || _random.Next(3) == 0) return key;
        key = key.Insert(_random.Next(key.Length + 1), $"{tag[0]}");
        return _random.Next(4) == 0 ? key : key.Insert(_random.Next(key.Length + 1), $"{tag[1]}");
    }

    private static byte[] Bytes(string key) => System.Text.Encoding.Latin1.GetBytes(key);
}

using System.Globalization;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>
/// Clients of the proxies that know what each of their keys may be: what was acknowledged, and of a write without an
/// answer both. A key has one writer, which reads it now and then.
/// </summary>
public sealed class RingWriters(Func<RingPool> current)
{
    private const int Writers = 4;
    private const int KeysEach = 150;
    private const string None = "(none)";
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Writer> _writers = [];
    private Task _running = Task.CompletedTask;

    public IEnumerable<string> Keys => _writers.SelectMany(writer => writer.Possible.Keys);

    public long Acknowledged => _writers.Sum(writer => writer.Acknowledged);

    public void Start()
    {
        _writers.AddRange(Enumerable.Range(0, Writers).Select(i => new Writer(current, i)));
        _running = Task.WhenAll(_writers.Select(writer => Task.Run(() => writer.RunAsync(_stop.Token))));
    }

    /// <summary>Ends them; a wrong answer that one of them got is thrown here.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken);
        _stop.Dispose();
    }

    /// <summary>Reads every key back.</summary>
    public async Task AssertAllAsync(RespConnection client, CancellationToken cancellationToken)
    {
        foreach (var (key, possible) in _writers.SelectMany(writer => writer.Possible))
            AssertOne(key, possible, await ReadAsync(client, key, cancellationToken));
    }

    private static void AssertOne(string key, HashSet<string> possible, string found) => Assert.True(
        possible.Contains(found), $"{key} is {found}, and may be {string.Join(" or ", possible)}");

    private static int Kind(string key) =>
        int.Parse(key.AsSpan(key.LastIndexOf(':') + 1), CultureInfo.InvariantCulture) % 4;

    private static async Task<string> ReadAsync(RespConnection client, string key, CancellationToken cancellationToken)
    {
        string[] words = Kind(key) switch
        {
            2 => ["LRANGE", key, "0", "-1"],
            3 => ["HGET", key, "f"],
            _ => ["GET", key],
        };
        var reply = await client.ExecuteAsync(RespCommand.Of(words), cancellationToken);
        string text = Kind(key) == 2 ? string.Join(',', reply.Items.Select(item => item.Text)) : reply.Text;
        return text.Length == 0 ? None : text;
    }

    private sealed class Writer(Func<RingPool> current, int number)
    {
        private readonly Random _random = new(number);
        private RespConnection? _client;

        public Dictionary<string, HashSet<string>> Possible { get; } = Enumerable.Range(0, KeysEach)
            .ToDictionary(i => $"hot:{number}:{i}", _ => new HashSet<string> { None });

        public long Acknowledged { get; private set; }

        public async Task RunAsync(CancellationToken stop)
        {
            for (int write = 1; !stop.IsCancellationRequested; write++)
            {
                string key = $"hot:{number}:{_random.Next(KeysEach)}";
                var (words, then) = Next(key, $"{write}");
                var before = Possible[key];
                var after = before.Select(then).ToHashSet();
                try
                {
                    _client ??= await Nutcracker.ConnectAsync(current(), CancellationToken.None);
                    Possible[key] = [.. before, .. after];
                    await _client.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
                    Possible[key] = after;
                    Acknowledged++;
                    if (_random.Next(4) > 0) continue;
                    string found = await ReadAsync(_client, key, CancellationToken.None);
                    AssertOne(key, after, found);
                    Possible[key] = [found];
                }
                catch (Exception exception) when (exception is RedisErrorException or RedisConnectionException
                    or System.Net.Sockets.SocketException)
                {
                    if (_client is not null) await _client.DisposeAsync();
                    _client = null;
                    await Task.Delay(5, CancellationToken.None);
                }
                await Task.Delay(1, CancellationToken.None);
            }
            if (_client is not null) await _client.DisposeAsync();
        }

        private (string[] Words, Func<string, string> Then) Next(string key, string value)
        {
            if (_random.Next(12) == 0) return (["DEL", key], _ => None);
            return Kind(key) switch
            {
                0 => (["SET", key, value], _ => value),
                1 => (["SET", key, value, "EX", "1000"], _ => value),
                2 => (["RPUSH", key, value], list => list == None ? value : $"{list},{value}"),
                _ => (["HSET", key, "f", value], _ => value),
            };
        }
    }
}

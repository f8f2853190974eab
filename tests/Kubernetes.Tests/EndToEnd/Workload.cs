using System.Collections.Concurrent;
using System.Diagnostics;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Slots;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>
/// Clients that write numbered keys all the time, each the next only when the one before was acknowledged, and that
/// follow the cluster as clients do: by the slots it tells, its redirections, and its pods when all that fails.
/// </summary>
internal sealed class Workload : IAsyncDisposable
{
    private const int Writers = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RefreshPause = TimeSpan.FromSeconds(1);
    private readonly LiveCluster _cluster;
    private readonly int _keys;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<int, string> _owners = new();
    private readonly int[] _acknowledged = new int[Writers];
    private readonly Task _writing;
    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private string[] _addresses;
    private long? _refreshed;

    private Workload(LiveCluster cluster, string[] addresses, int keys)
    {
        _cluster = cluster;
        _keys = keys;
        _addresses = addresses;
        _writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(w))));
    }

    public int Acknowledged => _acknowledged.Sum();

    /// <summary>Starts it.</summary>
    /// <param name="cluster">Where it writes.</param>
    /// <param name="keys">
    /// The keys of each writer, which it writes again and again: so many that they never fill the members' memory.
    /// </param>
    public static async Task<Workload> StartAsync(LiveCluster cluster, int keys = 1000) =>
        new(cluster, [.. (await cluster.AddressesAsync()).Values], keys);

    /// <summary>Until each writer has written all its keys.</summary>
    public Task HasAllKeysAsync(TimeSpan limit) => Poll.UntilAsync(
        () => Task.FromResult(_acknowledged.All(number => number >= _keys)), limit,
        () => $"{_keys} keys of each writer; {string.Join(' ', _acknowledged)}");

    /// <summary>Whether writes go on: many more are acknowledged within the limit.</summary>
    public async Task GoesOnAsync(TimeSpan limit)
    {
        var floors = _acknowledged.Select(a => a + 5).ToArray();
        await Poll.UntilAsync(
            () => Task.FromResult(_acknowledged.Zip(floors).All(p => p.First >= p.Second)), limit,
            () => $"every writer goes on; {string.Join(' ', _acknowledged)}");
    }

    /// <summary>Stops, and reads every acknowledged key back.</summary>
    public async Task<IReadOnlyList<string>> FindLostAsync()
    {
        await _stopping.CancelAsync();
        await _writing;
        await RefreshAsync();
        var wrong = await Task.WhenAll(Enumerable.Range(0, Writers).Select(CheckAsync));
        return [.. wrong.SelectMany(w => w)];
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _writing;
        _stopping.Dispose();
        _refreshing.Dispose();
    }

    private string Key(int writer, int number) => $"w{writer}:{number % _keys}";

    private async Task WriteAsync(int writer)
    {
        await using var client = new Client(this);
        for (var number = 1; !_stopping.IsCancellationRequested; number++)
        {
            if (await client.TryAsync("SET", Key(writer, number), $"{number}") is null)
            {
                return; // stopped before it was acknowledged
            }

            Volatile.Write(ref _acknowledged[writer], number);
        }
    }

    private async Task<IReadOnlyList<string>> CheckAsync(int writer)
    {
        await using var client = new Client(this) { GoesOn = true };
        List<string> lost = [];
        var last = _acknowledged[writer];
        for (var number = Math.Max(1, last - _keys + 1); number <= last; number++)
        {
            var value = await client.TryAsync("GET", Key(writer, number));
            // The very last write may have been done without being acknowledged.
            var isNewer = value?.Text == $"{last + 1}" && number == last + 1 - _keys;
            if (!isNewer && (value is null || value.Value.IsNull || value.Value.Text != $"{number}"))
            {
                lost.Add($"{Key(writer, number)} of {_acknowledged[writer]}");
            }
        }

        return lost;
    }

    /// <summary>At most once a second: every writer wants it at the same time, and it is a process.</summary>
    private async Task RefreshAsync()
    {
        await _refreshing.WaitAsync();
        try
        {
            if (_refreshed is { } last && Stopwatch.GetElapsedTime(last) < RefreshPause) return;
            string[] found = [.. (await _cluster.AddressesAsync()).Values];
            if (found.Length > 0) _addresses = found;
            _owners.Clear();
            _refreshed = Stopwatch.GetTimestamp();
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private sealed class Client(Workload all) : IAsyncDisposable
    {
        private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);
        private readonly Dictionary<string, RespConnection> _open = new(StringComparer.Ordinal);
        private int _next;

        /// <summary>Whether it goes on when the workload stops.</summary>
        public bool GoesOn { get; init; }

        /// <summary>The acknowledgement; null when it was stopped first.</summary>
        public async Task<RespValue?> TryAsync(params string[] command)
        {
            using var limit = new CancellationTokenSource(GiveUpAfter);
            var slot = KeySlot.Of(command[1]);
            while (!limit.IsCancellationRequested && (GoesOn || !all._stopping.IsCancellationRequested))
            {
                var address = all._owners.GetValueOrDefault(slot) ?? Any();
                try
                {
                    return await (await OpenAsync(address)).ExecuteAsync(RespCommand.Of(command));
                }
                catch (RedisErrorException moved) when (moved.Message.Contains("MOVED ", StringComparison.Ordinal))
                {
                    all._owners[slot] = Target(moved.Message);
                }
                catch (Exception lost) when (lost is RedisConnectionException or RedisErrorException)
                {
                    all._owners.TryRemove(slot, out _);
                    await all.RefreshAsync();
                    await Task.Delay(Pause, CancellationToken.None);
                }
            }

            return null;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var connection in _open.Values)
            {
                await connection.DisposeAsync();
            }
        }

        // MOVED 3999 10.0.0.7:6379
        private static string Target(string message)
        {
            var words = message[message.IndexOf("MOVED ", StringComparison.Ordinal)..].Split(' ');
            return words[2].Trim().Split(':')[0];
        }

        private string Any() => all._addresses[_next++ % all._addresses.Length];

        private async Task<RespConnection> OpenAsync(string address)
        {
            if (_open.TryGetValue(address, out var known) && known.IsOpen)
            {
                return known;
            }

            return _open[address] = await all._cluster.ConnectAsync(address);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Kills;

/// <summary>
/// Writes one new key after the other and knows which of them a replica has acknowledged, too (WAIT 1): these must
/// survive the death of a master. Errors are no matter: what failed isn't known as written. The
/// connections are its own.
/// </summary>
internal sealed class AcknowledgedWriter(ClusterConnections nodes, IReadOnlyList<Member> members) : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Some elections: a key that nobody serves for a moment isn't lost.</summary>
    private static readonly TimeSpan s_answerWithin = TimeSpan.FromSeconds(30);
    private readonly CancellationTokenSource _stop = new();
    private readonly Member?[] _owners = new Member?[SlotRange.SlotCount];
    private readonly List<int> _known = [];
    private Task _running = Task.CompletedTask;
    private int _next;

    public int Failed => _next - _known.Count;

    public int Known => _known.Count;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Stops, and gives those acknowledged keys that aren't there with their value.</summary>
    public async Task<IReadOnlyList<string>> StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken);
        var lost = new List<string>();
        foreach (int number in _known)
        {
            string? read = null;
            long start = Stopwatch.GetTimestamp();
            while (read is null && Stopwatch.GetElapsedTime(start) < s_answerWithin)
            {
                var replies = await AskAsync(Key(number), [RespCommand.Of("GET", Key(number))], cancellationToken);
                if (replies is [{ IsError: false } value]) read = value.IsNull ? "gone" : value.Text;
                else await Task.Delay(20, cancellationToken);
            }
            if (read != Text(number)) lost.Add($"{Key(number)}: {read ?? "nobody answers"}");
        }
        return lost;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await nodes.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            int number = _next++;
            RespCommand[] commands =
            [
                RespCommand.Of("SET", Key(number), Text(number)), RespCommand.Of("WAIT", "1", "500"),
            ];
            // The first answer may only say where to go.
            for (int hops = 0; hops < 3; hops++)
            {
                var replies = await AskAsync(Key(number), commands, CancellationToken.None);
                if (replies is not [{ IsError: false }, { IsError: false, Integer: > 0 }]) continue;
                _known.Add(number);
                break;
            }
            await Task.Delay(5);
        }
    }

    /// <summary>At the owner as far as it is known, following MOVED and ASK; empty when nobody answered.</summary>
    private async Task<RespValue[]> AskAsync(
        string key, RespCommand[] commands, CancellationToken cancellationToken)
    {
        int slot = KeySlot.Of(key);
        var owner = _owners[slot] ?? members[slot % members.Count];
        var options = new SendOptions(s_patience);
        try
        {
            var replies = await nodes.SendAsync(owner, commands, options, cancellationToken);
            if (!replies[0].IsError) return replies;
            string[] words = replies[0].Text.Split(' ');
            if (words is [("MOVED" or "ASK") and var how, _, var address]
                && members.FirstOrDefault(member => member.Endpoint == address) is { } other)
            {
                if (how == "MOVED") _owners[slot] = other;
                replies = await nodes.SendAsync(
                    other, [RespCommand.Of("ASKING"), .. commands], options, cancellationToken);
                return replies[1..];
            }
            return replies;
        }
        catch (Exception exception) when (exception is RedisConnectionException or RedisErrorException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _owners[slot] = members[(members.ToList().IndexOf(owner) + 1) % members.Count];
            return [];
        }
    }

    private static string Key(int number) => $"w:{Text(number)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Concurrent;
using System.Text;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>Real nodes; notes what is sent to them, and lets a test step in.</summary>
public sealed class WatchedNodes(INodes inner) : INodes
{
    private readonly ConcurrentQueue<SentCommand> _sent = new();
    private int _left = int.MaxValue;

    public TimeProvider Time => inner.Time;

    public ClusterAccess Access => inner.Access;

    public IReadOnlyList<SentCommand> Sent => [.. _sent];

    /// <summary>Runs before a batch is sent.</summary>
    public Func<IReadOnlyList<SentCommand>, Task>? Before { get; set; }

    /// <summary>Runs when a batch was answered, and may change the replies.</summary>
    public Func<IReadOnlyList<SentCommand>, RespValue[], Task<RespValue[]>>? After { get; set; }

    /// <summary>Answers instead of the node, for the commands that it gives a reply for.</summary>
    public Func<SentCommand, RespValue?>? Instead { get; set; }

    /// <summary>From then on nothing is sent any more: the process is dead.</summary>
    public void KillAfter(int commands) => _left = commands;

    public Task<NamedConnection> NameAsync(Member member, string name, CancellationToken cancellationToken) =>
        inner.NameAsync(member, name, cancellationToken);

    public Task UnnameAsync(Member member, string name, CancellationToken cancellationToken) =>
        inner.UnnameAsync(member, name, cancellationToken);

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        inner.GossipIpAsync(member, cancellationToken);

    public async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        int before = Interlocked.Add(ref _left, -commands.Count) + commands.Count;
        if (before < commands.Count)
        {
            // What had left the process is carried out by the server, whether anybody waits or not.
            if (before > 0)
            {
                _ = inner.SendAsync(member, [.. commands.Take(before)], options, CancellationToken.None)
                    .ContinueWith(sent => sent.Exception, TaskScheduler.Default);
            }
            throw new KilledException();
        }
        var sent = commands.Select(command => new SentCommand(member, Words(command))).ToList();
        if (Before is { } step) await step(sent);
        foreach (var one in sent) _sent.Enqueue(one);
        var answered = sent.Select(one => Instead?.Invoke(one)).ToList();
        var replies = answered.All(reply => reply is not null)
            ? [.. answered.Select(reply => reply!.Value)]
            : await inner.SendAsync(member,
                [.. commands.Select((command, i) => answered[i] is null ? command : RespCommand.Of("PING"))], options,
                cancellationToken);
        for (int i = 0; i < replies.Length; i++) replies[i] = answered[i] ?? replies[i];
        return After is { } read ? await read(sent, replies) : replies;
    }

    private static string[] Words(RespCommand command)
    {
        var lines = Encoding.Latin1.GetString(command.Encoded).Split("\r\n");
        return [.. lines.Skip(2).Where((_, i) => i % 2 == 0).Take(int.Parse(lines[0].AsSpan(1)))];
    }
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>What every part of a running move needs.</summary>
internal sealed class MoveContext(
    INodes nodes, MoveOptions options, MoveTally tally, CancellationToken stop, CancellationToken abort)
{
    public INodes Nodes { get; } = nodes;

    public MoveOptions Options { get; } = options;

    public MoveTally Tally { get; } = tally;

    /// <summary>What clients feel meanwhile.</summary>
    public LatencyWatch Latency { get; } = new(nodes, tally, options.LatencyLimit);

    /// <summary>Tasks of servers that have failed one after the other.</summary>
    public FailureCount Failures { get; } = new();

    /// <summary>One commit at a time.</summary>
    public CommitGate Commits { get; } = new();

    /// <summary>Whether somebody asked to stop: what is open may be finished, nothing new begins.</summary>
    public bool IsStopping => stop.IsCancellationRequested;

    /// <summary>Ends waits that are not worth finishing.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Ends commands: some seconds after <see cref="Stop"/>, or at once when nothing goes forward.</summary>
    public CancellationToken Abort => abort;

    /// <summary>Sends commands that change nothing, or whose errors the caller reads.</summary>
    public Task<RespValue[]> SendAsync(Member member, IReadOnlyList<RespCommand> commands, TimeSpan? timeout = null) =>
        Nodes.SendAsync(member, commands, new SendOptions(timeout), abort);

    /// <summary>Sends commands of which every one has to succeed.</summary>
    public Task<RespValue[]> ExecuteAsync(Member member, IReadOnlyList<RespCommand> commands) =>
        Nodes.ExecuteAsync(member, commands, abort);

    public Task DelayAsync(TimeSpan time) => Task.Delay(time, Nodes.Time, abort);

    /// <summary>Returns when nobody has paused the move, or when it is to stop.</summary>
    public async Task PauseAsync()
    {
        if (Options.Control is not { IsPaused: true } control) return;
        try
        {
            await control.WaitAsync(stop);
            Tally.Step();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever stops doesn't want to resume first.
        }
    }
}

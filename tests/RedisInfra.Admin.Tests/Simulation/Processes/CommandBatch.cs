using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Faults;

namespace RedisInfra.Admin.Tests.Simulation.Processes;

/// <summary>Commands that were sent in one go, and what has been answered.</summary>
internal sealed class CommandBatch(IReadOnlyList<RespCommand> commands, long timeoutUs, long sentUs)
{
    public IReadOnlyList<RespCommand> Commands { get; } = commands;

    public RespValue[] Answers { get; } = new RespValue[commands.Count];

    public long TimeoutUs { get; } = timeoutUs;

    public long SentUs { get; } = sentUs;

    public BatchFate Fate { get; init; } = BatchFate.Normal;

    public int Done { get; set; }

    public bool IsEnded { get; set; }

    public CancellationTokenRegistration Registration { get; set; }

    public TaskCompletionSource<RespValue[]> Replies { get; } = new();
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>Hazard 2: a MIGRATE that may have copied is repeated as it was.</summary>
internal sealed class NeverReplaces(SimulatedProcess process) : BrokenNodes(process)
{
    public override Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken) =>
        base.SendAsync(member, [.. commands.Select(Plain)], options, cancellationToken);

    private static RespCommand Plain(RespCommand command)
    {
        if (command.Name != "MIGRATE") return command;
        var words = Words(command);
        return RespCommand.Of([.. Enumerable.Range(0, words.Count).Where(i => !words.Is(i, "REPLACE"))
            .Select(words.Text)]);
    }
}

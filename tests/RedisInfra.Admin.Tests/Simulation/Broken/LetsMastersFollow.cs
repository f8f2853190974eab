using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>Hazard 14: a master that gives up its last slot isn't kept from becoming a replica.</summary>
internal sealed class LetsMastersFollow(SimulatedProcess process) : BrokenNodes(process)
{
    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        var ping = RespCommand.Of("PING");
        bool[] held = [.. commands.Select(IsGuard)];
        var replies = await base.SendAsync(
            member, [.. commands.Select((command, i) => held[i] ? ping : command)], options, cancellationToken);
        return [.. replies.Select((reply, i) => held[i] && !reply.IsError ? Replies.Ok : reply)];
    }

    private static bool IsGuard(RespCommand command)
    {
        if (command.Name != "CONFIG SET") return false;
        var words = Words(command);
        return words.Is(2, "cluster-allow-replica-migration") && words.Is(3, "no");
    }
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>Hazard 3: only the owner's keys of a slot are looked at, and taken for the right ones.</summary>
internal sealed class GuessesWhoseKeys(SimulatedProcess process) : BrokenNodes(process)
{
    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        var replies = await base.SendAsync(member, commands, options, cancellationToken);
        if (Process.World.Find(member) is not { } node) return replies;
        return [.. replies.Select((reply, i) => commands[i].Name == "CLUSTER COUNTKEYSINSLOT" && !reply.IsError
            && !node.View.IsMine(ClusterCommands.Slot(Words(commands[i]), 2)) ? RespValue.Of(0) : reply)];
    }
}

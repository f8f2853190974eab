using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>
/// Hazard 7: only those are asked for their keys of a slot who own it or say that it is open there. Who took over for
/// such a node holds its keys and doesn't say so.
/// </summary>
internal sealed class CountsOnlyWhereOpen(SimulatedProcess process) : BrokenNodes(process)
{
    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        var replies = await base.SendAsync(member, commands, options, cancellationToken);
        if (Process.World.Find(member) is not { } node) return replies;
        return [.. replies.Select((reply, i) => commands[i].Name == "CLUSTER COUNTKEYSINSLOT" && !reply.IsError
            && !HasPart(ClusterCommands.Slot(Words(commands[i]), 2)) ? RespValue.Of(0) : reply)];

        bool HasPart(int slot) => node.View.IsMine(slot) || node.View.Importing.ContainsKey(slot)
            || node.View.Migrating.ContainsKey(slot);
    }
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>Hazard 4: before a commit the source seems to be empty, whatever it holds.</summary>
internal sealed class CommitsWithoutLooking(SimulatedProcess process) : BrokenNodes(process)
{
    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        var replies = await base.SendAsync(member, commands, options, cancellationToken);
        if (!Has(commands, "CLUSTER NODES")) return replies;
        return [.. replies.Select((reply, i) =>
            commands[i].Name == "CLUSTER GETKEYSINSLOT" ? RespValue.Of([]) : reply)];
    }
}

using System.Text.RegularExpressions;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>Hazard 6: what a stopped process has left half done isn't seen.</summary>
internal sealed partial class OverlooksOpenSlots(SimulatedProcess process) : BrokenNodes(process)
{
    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        var replies = await base.SendAsync(member, commands, options, cancellationToken);
        // Right before a commit it still sees what it has opened itself.
        if (commands.Count == 1 || Has(commands, "CLUSTER GETKEYSINSLOT")) return replies;
        return [.. replies.Select((reply, i) => commands[i].Name == "CLUSTER NODES" && !reply.IsError
            ? RespValue.Bulk(Open().Replace(reply.Text, "")) : reply)];
    }

    [GeneratedRegex(@" \[[^\]]*\]")]
    private static partial Regex Open();
}

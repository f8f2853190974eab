using System.Text.RegularExpressions;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>Every member seems to be empty before a cluster is formed.</summary>
internal sealed partial class FormsOverData(SimulatedProcess process) : BrokenNodes(process)
{
    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        var replies = await base.SendAsync(member, commands, options, cancellationToken);
        return [.. replies.Select((reply, i) => commands[i].Name == "INFO" && !reply.IsError
            ? RespValue.Bulk(Keys().Replace(reply.Text, "")) : reply)];
    }

    [GeneratedRegex(@"db0:keys=\d+[^\r]*\r\n")]
    private static partial Regex Keys();
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>It names its connections, and doesn't see those of others.</summary>
internal sealed class OverlooksOthers(SimulatedProcess process) : BrokenNodes(process)
{
    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        if (commands[0].Name != "CLIENT LIST")
            return await base.SendAsync(member, commands, options, cancellationToken);
        var replies = await base.SendAsync(member, commands, options, cancellationToken);
        // Nobody is overlooked where nobody was shown: then it isn't this rule that a failure is about.
        if (replies[0].IsError || !replies[0].Text.Contains(" name=", StringComparison.Ordinal))
            Process.World.Oracle.Violations.Add($"{Unbroken}no answer to CLIENT LIST");
        return [RespValue.Bulk(""), .. commands.Skip(1).Select(_ => RespValue.Of(0))];
    }
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>A command that the simulation doesn't know goes along with each batch; its error is overlooked.</summary>
internal sealed class SendsUnknown(SimulatedProcess process, string[] words) : BrokenNodes(process)
{
    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        var replies = await base.SendAsync(member, [.. commands, RespCommand.Of(words)], options, cancellationToken);
        return replies[..^1];
    }
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>It names its connections, and doesn't see those of others.</summary>
internal sealed class OverlooksOthers(SimulatedProcess process) : BrokenNodes(process)
{
    public override Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken) =>
        commands[0].Name == "CLIENT LIST"
            ? Task.FromResult<RespValue[]>([RespValue.Bulk(""), .. commands.Skip(1).Select(_ => RespValue.Of(0))])
            : base.SendAsync(member, commands, options, cancellationToken);
}

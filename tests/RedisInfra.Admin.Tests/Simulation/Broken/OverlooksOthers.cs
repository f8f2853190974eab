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
        commands.Count == 1 && commands[0].Name == "CLIENT LIST" ? Task.FromResult<RespValue[]>([RespValue.Bulk("")])
            : base.SendAsync(member, commands, options, cancellationToken);
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>Hazard 5: the source gives the slots up before the destination has taken them.</summary>
internal sealed class CommitsAtSourceFirst(SimulatedProcess process) : BrokenNodes(process)
{
    private readonly Dictionary<string, (Member Member, IReadOnlyList<RespCommand> Commands)> _held = [];

    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        // A destination takes its slots in a transaction.
        var words = commands.Count > 0 ? Words(commands[^1].Name == "EXEC" ? commands[^2] : commands[0]) : null;
        if (words is null || !words.Is(1, "SETSLOT") || !words.Is(3, "NODE"))
            return await base.SendAsync(member, commands, options, cancellationToken);
        string owner = words.Text(4);
        if (Process.World.Find(member)?.Id.Text == owner)
        {
            _held[owner] = (member, commands);
            return [.. commands.Select(_ => Replies.Ok)];
        }
        var replies = await base.SendAsync(member, commands, options, cancellationToken);
        if (_held.Remove(owner, out var held))
            await base.SendAsync(held.Member, held.Commands, options, cancellationToken);
        return replies;
    }
}

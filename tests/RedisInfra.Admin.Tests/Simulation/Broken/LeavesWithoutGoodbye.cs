using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Tests.Simulation.Commands;
using RedisInfra.Admin.Tests.Simulation.Processes;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Tests.Simulation.Broken;

/// <summary>Who leaves is told to hand over and to forget, and isn't made fresh.</summary>
internal sealed class LeavesWithoutGoodbye(SimulatedProcess process) : BrokenNodes(process)
{
    public override async Task<RespValue[]> SendAsync(
        Member member, IReadOnlyList<RespCommand> commands, SendOptions options, CancellationToken cancellationToken)
    {
        if (commands.Count != 1 || commands[0].Name is not ("CLUSTER RESET" or "FLUSHALL"))
        {
            var replies = await base.SendAsync(member, commands, options, cancellationToken);
            // It looks as if it had been.
            bool isLooking = commands.Any(command => command.Name == "CLUSTER NODES") && Reset.Contains(member.Name);
            return isLooking ? [.. replies.Select((reply, i) => Fresh(commands[i], reply))] : replies;
        }
        Reset.Add(member.Name);
        return [Replies.Ok];
    }

    private HashSet<string> Reset { get; } = new(StringComparer.Ordinal);

    private static RespValue Fresh(RespCommand command, RespValue reply)
    {
        if (reply.IsError) return reply;
        if (command.Name == "INFO") return RespValue.Bulk(reply.Text.Replace("db0:", "db9:", StringComparison.Ordinal));
        if (command.Name != "CLUSTER NODES") return reply;
        string self = reply.Text.Split('\n').First(line => line.Contains("myself", StringComparison.Ordinal));
        var words = self.Split(' ');
        return RespValue.Bulk($"{words[0]} {words[1]} myself,master - 0 0 0 connected\n");
    }
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Departure;

/// <summary>Carries single steps of leaving out. Each may be repeated.</summary>
internal sealed class DrainExecutor(INodes nodes, ObservedCluster observed, DrainOptions options)
{
    public Task RunAsync(DepartureStep step, CancellationToken cancellationToken) => step switch
    {
        DepartureStep.HandOver hand => HandOverAsync(hand, cancellationToken),
        DepartureStep.Follow follow => nodes.ExecuteAsync(follow.Member,
            [RespCommand.Of("CLUSTER", "REPLICATE", IdOf(follow.Master).Value)], cancellationToken),
        DepartureStep.Forget forget => ForgetAsync(forget, cancellationToken),
        DepartureStep.Reset reset => ResetAsync(reset.Member, cancellationToken),
        _ => throw new InvalidOperationException($"bug in RedisInfra: {step.GetType().Name} can't be carried out"),
    };

    /// <summary>
    /// Asks the replica that is furthest. The master pauses writes until it has them all, so none is lost; a failover
    /// that can't be agreed on in time changes nothing.
    /// </summary>
    private async Task HandOverAsync(DepartureStep.HandOver step, CancellationToken cancellationToken)
    {
        var offsets = await Task.WhenAll(step.Candidates.Select(async member =>
        {
            var replies = await nodes.ExecuteAsync(member, [RespCommand.Of("INFO", "replication")], cancellationToken);
            return (member, Offset: InfoText.Parse(replies[0].Text).Number("slave_repl_offset"));
        }));
        var best = offsets.OrderByDescending(pair => pair.Offset).First().member;
        await nodes.ExecuteAsync(best, [RespCommand.Of("CLUSTER", "FAILOVER")], cancellationToken);
        long start = nodes.Time.GetTimestamp();
        while (true)
        {
            var views = await nodes.ObserveAsync([best, step.From], cancellationToken);
            if (views.Of(best) is { Self: { IsMaster: true, Slots.IsEmpty: false } }
                && views.Of(step.From) is { Self.Slots.IsEmpty: true }) return;
            if (nodes.Time.GetElapsedTime(start) > options.HandOverTimeout)
                throw new TimeoutException($"{best.Name} didn't take over from {step.From.Name} in time");
            await Task.Delay(options.Poll, nodes.Time, cancellationToken);
        }
    }

    /// <summary>A node that it doesn't know (any more) is as good as forgotten: from Redis 7.2 on, they tell each
    /// other.</summary>
    private async Task ForgetAsync(DepartureStep.Forget step, CancellationToken cancellationToken)
    {
        var commands = step.Ids.Select(id => RespCommand.Of("CLUSTER", "FORGET", id.Value)).ToList();
        var replies = await nodes.SendAsync(step.At, commands, default, cancellationToken);
        foreach (var reply in replies)
        {
            if (reply.IsError && !reply.Text.Contains("Unknown node", StringComparison.OrdinalIgnoreCase))
                throw new RedisErrorException("CLUSTER FORGET", reply.Text);
        }
    }

    /// <summary>
    /// RESET fails on a master with keys; a replica's keys are its master's, which stays. FLUSHALL is only sent to a
    /// node that is alone and holds nothing: it makes the files as empty as it is.
    /// </summary>
    private async Task ResetAsync(Member member, CancellationToken cancellationToken)
    {
        await nodes.ExecuteAsync(member, [RespCommand.Of("CLUSTER", "RESET", "HARD")], cancellationToken);
        long start = nodes.Time.GetTimestamp();
        while (true)
        {
            if (await nodes.ObserveAsync(member, cancellationToken) is NodeView.Live
                { Records.Length: 1, KeyCount: 0, Self: { IsMaster: true, Slots.IsEmpty: true } }) break;
            if (nodes.Time.GetElapsedTime(start) > options.HandOverTimeout)
                throw new TimeoutException($"{member.Name} was reset and isn't alone and empty");
            await Task.Delay(options.Poll, nodes.Time, cancellationToken);
        }
        await nodes.ExecuteAsync(member, [RespCommand.Of("FLUSHALL")], cancellationToken);
    }

    private NodeId IdOf(Member member) => observed.Of(member)?.Self.Id
        ?? throw new InvalidOperationException("bug in RedisInfra: no view");
}

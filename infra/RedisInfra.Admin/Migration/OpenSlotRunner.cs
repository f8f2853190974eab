using System.Collections.Immutable;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>Finishes or closes what a stopped move left open.</summary>
internal sealed class OpenSlotRunner(MoveContext context, ObservedCluster observed, ClusterLoad load)
{
    public async Task RunAsync(ImmutableArray<OpenSlotStep> steps)
    {
        context.Tally.Touch();
        foreach (var close in steps.OfType<OpenSlotStep.Close>().GroupBy(step => step.At))
            await CloseAsync(close.Key, [.. close.Select(step => step.Slot)]);
        // Those that share an owner and listeners are announced together.
        foreach (var same in steps.OfType<OpenSlotStep.Announce>().GroupBy(step => step.Owner))
            await AnnounceAsync(same.Key, [.. same]);
        foreach (var same in steps.OfType<OpenSlotStep.Finish>().GroupBy(step => (step.From, step.To)))
            await TellAsync(same.Key.From, same.Key.To, [.. same.Select(step => step.Slot)]);
        await new WindowRunner(context, observed, load).FinishAsync(steps.OfType<OpenSlotStep.Finish>());
    }

    /// <summary>
    /// After a failover of the source, all of its slots at once: as long as the destination knows no owner of one of
    /// them, it says that the cluster is down and takes no key of any.
    /// </summary>
    private async Task TellAsync(Member from, Member to, ImmutableArray<int> slots)
    {
        var source = new ClusterMasters(observed).Of(from).Self;
        var replies = await context.ExecuteAsync(to, [SlotCommands.Nodes]);
        var known = WindowRoles.Read(to, replies[0]);
        var self = known.First(record => record.IsMyself);
        var window = new SlotWindow(from, source.Id, to, self.Id, slots, 0, IsResumed: true);
        if (!self.IsMaster) return;
        var untold = WindowRoles.Untold(known, window);
        if (untold.IsEmpty) return;
        await context.ExecuteAsync(to, [.. untold.Select(slot => SlotCommands.Owner(slot, source.Id))]);
        context.Tally.Step();
    }

    /// <summary>
    /// A slot is closed only where no key of it can be lost by that: at its owner, or where there is no key of it.
    /// </summary>
    private async Task CloseAsync(Member member, ImmutableArray<int> slots)
    {
        List<RespCommand> questions = [.. slots.Select(SlotCommands.CountKeys), SlotCommands.Nodes];
        var replies = await context.ExecuteAsync(member, questions);
        var self = WindowRoles.Read(member, replies[^1]).First(record => record.IsMyself);
        for (int i = 0; i < slots.Length; i++)
        {
            if (replies[i].Integer > 0 && !self.Slots.Contains(slots[i]))
                throw new MoveTroubleException($"{member.Name} got keys of slot {slots[i]}, which was to be closed");
        }
        await context.ExecuteAsync(member, [.. slots.Select(SlotCommands.Stable)]);
        context.Tally.Step();
    }

    private async Task AnnounceAsync(Member owner, ImmutableArray<OpenSlotStep.Announce> steps)
    {
        await context.Commits.EnterAsync();
        try
        {
            var id = new ClusterMasters(observed).Of(owner).Self.Id;
            // In the order of the steps' own lists: the old owner comes first there.
            for (int turn = 0; turn < steps.Max(step => step.Tell.Length); turn++)
            {
                foreach (var told in steps.Where(step => step.Tell.Length > turn).GroupBy(step => step.Tell[turn]))
                {
                    await context.ExecuteAsync(
                        told.Key, [.. told.Select(step => SlotCommands.Owner(step.Slot, id))]);
                }
            }
            context.Tally.Step();
        }
        finally
        {
            context.Commits.Leave();
        }
    }
}

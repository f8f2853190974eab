using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Gives a window's slots to their new owner: at the destination first, then at the source, then at all others (redis
/// #7116, #9223), and waits until all agree. SETSLOT NODE at the destination while the source still has keys would
/// delete them there, so emptiness is looked at right before, every time (hazard 4).
/// </summary>
internal sealed class WindowCommit(MoveContext context, ClusterMasters masters, SlotWindow window)
{
    /// <summary>How many keys a slot is taken to have when it was to be empty and isn't.</summary>
    private const int KeysLeft = 32;

    /// <summary>Commits, or gives the slots of which the source still has keys.</summary>
    public async Task<List<(int Slot, long Keys)>> TryAsync()
    {
        await context.Commits.EnterAsync();
        try
        {
            var left = await CheckAsync();
            if (left.Count > 0) return left;
            List<RespCommand> owner = [.. window.Slots.Select(slot => SlotCommands.Owner(slot, window.ToId))];
            await ClaimAsync(owner);
            context.Tally.Step();
            await context.ExecuteAsync(window.From, owner);
            await MastersAgreement.AskAsync(Others(), async member =>
            {
                await context.ExecuteAsync(member, owner);
                return "";
            });
            await MastersAgreement.WaitAsync(context, masters, window);
            return [];
        }
        finally
        {
            context.Commits.Leave();
        }
    }

    private async Task ClaimAsync(IReadOnlyList<RespCommand> owner)
    {
        if (masters.Of(window.To).WaitsInSetSlot)
        {
            await context.ExecuteAsync(window.To, owner);
            return;
        }
        var replies = await context.ExecuteAsync(window.To, SlotCommands.Claim(window.Slots, window.ToId));
        foreach (var error in replies[^1].Items.Where(reply => reply.IsError))
            throw new RedisErrorException(owner[0].Name, error.Text);
    }

    private async Task<List<(int Slot, long Keys)>> CheckAsync()
    {
        // The source has one last word on its role after it has said that nothing is left.
        List<RespCommand> questions =
            [.. window.Slots.Select(slot => SlotCommands.ListKeys(slot, 1)), SlotCommands.Nodes];
        var atSource = context.SendAsync(window.From, questions);
        var atDestination = context.SendAsync(window.To, [SlotCommands.Nodes]);
        await Task.WhenAll(atSource, atDestination);
        var replies = await atSource;
        var source = WindowRoles.Read(window.From, replies[^1]);
        var destination = WindowRoles.Read(window.To, (await atDestination)[0]);
        string? problem = WindowRoles.SourceProblem(source, window, isOpen: true)
            ?? WindowRoles.DestinationProblem(destination, window, isOpen: true)
            ?? WindowRoles.EpochProblem(source, destination, window);
        if (problem is not null) throw new MoveTroubleException(problem);
        var left = new List<(int, long)>();
        for (int i = 0; i < window.Slots.Length; i++)
        {
            if (replies[i].Kind != RespKind.Array)
                throw new MoveTroubleException($"{window.From.Name}: CLUSTER GETKEYSINSLOT: {replies[i]}");
            if (replies[i].Items.Count > 0) left.Add((window.Slots[i], KeysLeft));
        }
        return left;
    }

    private IEnumerable<Member> Others() => masters.All.Select(view => view.Member)
        .Where(member => member.Name != window.From.Name && member.Name != window.To.Name);
}

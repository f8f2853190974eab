using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>Asks masters, a few at a time, and waits until all of them give slots to the same owner.</summary>
internal static class MastersAgreement
{
    /// <summary>How many of the masters are asked at once.</summary>
    private const int AtOnce = 16;

    /// <summary>All masters know the new owner, and no two have the same epoch (hazard 8).</summary>
    public static async Task WaitAsync(MoveContext context, ClusterMasters masters, SlotWindow window)
    {
        while (await ProblemAsync(context, masters, window) is { } problem)
        {
            context.Tally.Waiting = problem;
            await context.DelayAsync(context.Options.SettlePoll);
        }
    }

    /// <summary>Asks each of the members, some at once; answers in their order.</summary>
    public static async Task<ImmutableArray<T>> AskAsync<T>(IEnumerable<Member> members, Func<Member, Task<T>> ask)
    {
        var answers = ImmutableArray.CreateBuilder<T>();
        foreach (var some in members.Chunk(AtOnce)) answers.AddRange(await Task.WhenAll(some.Select(ask)));
        return answers.ToImmutable();
    }

    private static async Task<string?> ProblemAsync(MoveContext context, ClusterMasters masters, SlotWindow window)
    {
        var answers = await AskAsync(masters.All.Select(view => view.Member), async member =>
        {
            var replies = await context.ExecuteAsync(member, [SlotCommands.Nodes]);
            return (member, Records: WindowRoles.Read(member, replies[0]));
        });
        var epochs = new Dictionary<long, string>();
        foreach (var (member, records) in answers)
        {
            var self = records.First(record => record.IsMyself);
            if (self.IsMaster && !epochs.TryAdd(self.ConfigEpoch, member.Name))
                return $"{member.Name} and {epochs[self.ConfigEpoch]} have the same epoch";
            var owner = records.FirstOrDefault(record => record.Id == window.ToId);
            int other = window.Slots.FirstOrDefault(slot => owner?.Slots.Contains(slot) != true, -1);
            if (other >= 0) return $"{member.Name} doesn't give slot {other} to {window.To.Name}";
        }
        return null;
    }
}

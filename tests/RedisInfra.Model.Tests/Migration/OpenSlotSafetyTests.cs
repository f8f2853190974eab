using RedisInfra.Model.Migration;

namespace RedisInfra.Model.Tests.Migration;

/// <summary>Every state that three masters can leave one slot in, safe or not, reachable or not.</summary>
public sealed class OpenSlotSafetyTests
{
    private static readonly string[] s_claims = ["a", "ab", "ba", "b", ""];
    private static readonly string[] s_holders = ["", "a", "b", "c", "ab", "ac", "bc", "abc"];

    /// <summary>
    /// Nothing is closed, or given away, where the only copy of a key may be; a key at a node that has no part in it is
    /// never left behind without a word.
    /// </summary>
    [Fact]
    public void Resolve_AnyState_LosesNoKey() => ForAll((state, flags, claimants, holders) =>
    {
        var table = Table(flags, claimants, holders);
        var resolution = table.Resolve();
        string owner = claimants.Length == 0 ? "" : $"{claimants[^1]}-0";
        foreach (var step in resolution.Steps)
        {
            switch (step)
            {
                case OpenSlotStep.Close close when close.At.Name != owner:
                    Assert.False(table.Holds(close.At.Name), state);
                    break;
                case OpenSlotStep.Announce announce:
                    Assert.Equal(owner, announce.Owner.Name);
                    Assert.All(announce.Tell, member => Assert.False(table.Holds(member.Name), state));
                    break;
                case OpenSlotStep.Finish finish:
                    Assert.Equal(owner, finish.From.Name);
                    Assert.All("abc".Select(name => $"{name}-0").Except([owner, finish.To.Name]),
                        name => Assert.False(table.Holds(name), state));
                    break;
            }
        }
        if (resolution.Steps.IsEmpty) Assert.NotEqual("", OpenSlotTable.Text(resolution));
        Assert.True(resolution.Refusals.IsEmpty || resolution.Steps.IsEmpty, state);
    });

    /// <summary>What isn't refused ends: after some rounds nothing is open, and one master has all keys.</summary>
    [Fact]
    public void Resolve_AnyState_EndsClosedOrRefused() => ForAll((state, flags, claimants, holders) =>
    {
        const int MaxRounds = 4;
        var table = Table(flags, claimants, holders);
        for (int round = 0; table.Cluster.Nodes.Any(node => node.Open.Count > 0); round++)
        {
            Assert.InRange(round, 0, MaxRounds);
            var resolution = table.Resolve();
            if (!resolution.Refusals.IsEmpty) return;
            foreach (var step in resolution.Steps) table.Apply(step);
        }
        string owner = table.Cluster.Nodes.Single(node => node.Slots.Contains(OpenSlotTable.Slot)).Member.Name;
        if (holders.Length > 0) Assert.True(table.Holds(owner), state);
        Assert.DoesNotContain(table.Cluster.Nodes,
            node => node.Member.Name != owner && table.Holds(node.Member.Name));
    });

    private static OpenSlotTable Table(string flags, string claimants, string holders) =>
        new OpenSlotTable().Open(flags).Claim(claimants).Keys(holders);

    private static void ForAll(Action<string, string, string, string> check)
    {
        string[] ofA = ["", "a>b", "a<b", "a>c", "a<c"];
        string[] ofB = ["", "b>a", "b<a", "b>c", "b<c"];
        string[] ofC = ["", "c>a", "c<a", "c>b", "c<b"];
        var states = from a in ofA from b in ofB from c in ofC where a + b + c != ""
                     from claimants in s_claims from holders in s_holders
                     select (Flags: $"{a} {b} {c}", Claimants: claimants, Holders: holders);
        foreach (var (flags, claimants, holders) in states)
            check($"{flags} claimed by {claimants}, keys at {holders}", flags, claimants, holders);
    }
}

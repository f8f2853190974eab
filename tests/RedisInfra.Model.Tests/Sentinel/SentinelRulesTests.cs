using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Sentinel;

namespace RedisInfra.Model.Tests.Sentinel;

public class SentinelRulesTests
{
    private static readonly ObservedServer[] s_servers =
    [
        new("m:1") { RunId = "m", IsMaster = true, ReplicationId = "h", Offset = 9 },
        new("a:1") { RunId = "a", Follows = "m:1", ReplicationId = "h", IsLinkUp = true, Offset = 9 },
        new("b:1") { RunId = "b", Follows = "m:1", ReplicationId = "h", IsLinkUp = true, Offset = 9, Priority = 10 },
    ];

    [Fact]
    public void Check_AllAgree_FindsNothing()
    {
        Assert.Empty(SentinelHealth.Check(Set()));
        Assert.Empty(HandoverRules.Refusals(Set()));
        Assert.Equal(["b:1", "a:1"], HandoverRules.Candidates(Set()).Select(one => one.Endpoint));
    }

    [Fact]
    public void Check_TwoMastersOrTwoNames_SaysThatItIsUnclear()
    {
        var two = Set() with { Servers = [s_servers[0], s_servers[1] with { IsMaster = true }, s_servers[2]] };
        var split = Set();
        split = split with { Sentinels = split.Sentinels.SetItem(0, split.Sentinels[0] with { Master = "a:1" }) };

        Assert.Contains("RI3504", Codes(SentinelHealth.Check(two)));
        Assert.Contains("RI3503", Codes(SentinelHealth.Check(split)));
        Assert.Contains("RI3503", Codes(HandoverRules.Refusals(split)));
        Assert.Contains("RI3503", Codes(PruneRules.Refusals(split)));
    }

    [Fact]
    public void Handover_AReplicaThatSentinelMayChooseIsNotSeen_IsRefused()
    {
        var unlinked = Set() with { Servers = [s_servers[0], s_servers[1] with { IsLinkUp = false }, s_servers[2]] };
        var unseen = Set() with { Servers = [s_servers[0], new("a:1") { Problem = "no" }, s_servers[2]] };
        var alone = Set() with { Servers = [s_servers[0], s_servers[1] with { Priority = 0 }] };

        Assert.Contains("RI3521", Codes(HandoverRules.Refusals(unlinked)));
        Assert.Contains("RI3521", Codes(HandoverRules.Refusals(unseen)));
        Assert.Contains("RI3520", Codes(HandoverRules.Refusals(alone)));
    }

    [Fact]
    public void Prune_ASentinelIsGone_IsStaleOnlyWhenItIsDownForAll()
    {
        var gone = Gone(downFor: 2);
        var cutOff = Gone(downFor: 1);

        var stale = Assert.Single(PruneRules.Stale(gone));
        Assert.Equal(("s2:2", true), (stale.Endpoint, stale.IsSentinel));
        Assert.Equal("s0:2 s1:2", string.Join(" ", stale.KnownBy));
        Assert.Contains("RI3507", Codes(SentinelHealth.Check(gone)));
        Assert.Empty(PruneRules.Refusals(gone));
        Assert.Empty(PruneRules.Stale(cutOff));
        Assert.Contains("RI3522", Codes(PruneRules.Refusals(cutOff)));
    }

    [Fact]
    public void Prune_QuorumAboveWhoIsLeftOrAPatternAsName_IsRefused()
    {
        var set = Gone(downFor: 2);
        var high = set with { Sentinels = [.. set.Sentinels.Select(one => one with { Quorum = 3 })] };

        Assert.Contains("RI3523", Codes(PruneRules.Refusals(high)));
        Assert.Contains("RI3524", Codes(PruneRules.Refusals(set with { MasterName = "cache*" })));
    }

    [Fact]
    public void IsWhole_AfterAReset_NeedsAllOthersAndAllReplicasAndNoneThatIsGone()
    {
        var before = Gone(downFor: 2);
        var stale = PruneRules.Stale(before);
        var whole = before.Sentinels[0] with { Sentinels = [Known(1)] };

        Assert.True(PruneRules.IsWhole(before, whole, stale));
        Assert.False(PruneRules.IsWhole(before, before.Sentinels[0], stale));
        Assert.False(PruneRules.IsWhole(before, whole with { Sentinels = [] }, stale));
        Assert.False(PruneRules.IsWhole(before, whole with { Replicas = [whole.Replicas[0]] }, stale));
        Assert.False(PruneRules.IsWhole(before, whole with { Master = "a:1" }, stale));
    }

    private static ObservedSet Gone(int downFor)
    {
        var set = Set();
        return set with
        {
            Sentinels =
            [
                .. set.Sentinels.Take(2).Select((one, i) => one with
                {
                    Sentinels = [Known(1 - i), Known(2) with { Flags = i < downFor ? ["sentinel", "s_down"] : [] }],
                }),
                new ObservedSentinel("s2:2") { Problem = "no connection" },
            ],
        };
    }

    private static ObservedSet Set() => new("cache", [Sentinel(0), Sentinel(1), Sentinel(2)], [.. s_servers]);

    private static ObservedSentinel Sentinel(int index) => new($"s{index}:2")
    {
        Id = $"s{index}", IsWatching = true, Master = "m:1", MasterFlags = ["master"], Quorum = 2,
        Sentinels = [.. Enumerable.Range(0, 3).Where(other => other != index).Select(Known)],
        Replicas = [new KnownInstance("a:1", "a", ["slave"]), new KnownInstance("b:1", "b", ["slave"])],
    };

    private static KnownInstance Known(int index) => new($"s{index}:2", $"s{index}", ["sentinel"]);

    private static IEnumerable<string> Codes(ImmutableArray<Diagnostic> found) =>
        found.Select(one => one.Code);
}

using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Tests.Rebalancing;

namespace RedisInfra.Model.Tests.Observation;

public sealed class ObservedClusterTests
{
    [Fact]
    public void Hearsay_SlotsThatNobodyClaims_NamesWhomOthersTakeForTheirOwner()
    {
        var cluster = StandingCluster.Even(3);
        var before = cluster.Observe(cluster.Request()).Views;
        cluster["b-0"].Slots = cluster["b-0"].Slots.Except(SlotSet.Parse("6000-6001"));
        var after = cluster.Observe(cluster.Request()).Views;

        var observed = new ObservedCluster([before[0], after[1], before[2]]);

        Assert.Equal(" (they are b-0's in the view of a-0, c-0)", observed.Hearsay(SlotSet.Parse("6000-6001")));
    }

    [Fact]
    public void Hearsay_NobodyTakesAnyoneForTheirOwner_Nothing()
    {
        var cluster = StandingCluster.Even(3);
        cluster["b-0"].Slots = cluster["b-0"].Slots.Except(SlotSet.Parse("6000"));

        Assert.Equal("", cluster.Observe(cluster.Request()).Hearsay(SlotSet.Parse("6000")));
    }
}

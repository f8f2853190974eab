using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Tests.Rebalancing;

namespace RedisInfra.Model.Tests.Observation;

public sealed class ClusterFingerprintTests
{
    /// <summary>Plans are kept by people and pull requests: the digest of a topology never changes.</summary>
    [Fact]
    public void Of_ACluster_IsAlwaysTheSame() => Assert.Equal("041543a507c7498f", Of(StandingCluster.Even(3)));

    [Fact]
    public void Of_ViewsInAnotherOrder_TheSame()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        var views = cluster.Observe(cluster.Request()).Views;

        Assert.Equal(ClusterFingerprint.Of(new ObservedCluster(views)),
            ClusterFingerprint.Of(new ObservedCluster([.. views.Reverse()])));
    }

    [Fact]
    public void Of_WhatAPlanDoesNotDependOn_TheSame()
    {
        var cluster = StandingCluster.Even(3, replicas: 1);
        string before = Of(cluster);
        (cluster["a-0"].Keys, cluster["b-1"].IsLinkUp) = (1000, false);
        cluster["b-1"].Epoch = 77;

        Assert.Equal(before, Of(cluster));
    }

    [Fact]
    public void Of_AnotherOwnerEpochMasterOrOpenSlot_Another()
    {
        Action<StandingCluster>[] changes =
        [
            cluster => cluster["a-0"].Slots = cluster["a-0"].Slots.Except(SlotSet.Parse("5")),
            cluster => cluster["a-0"].Epoch = 77,
            cluster => (cluster["a-1"].Master, cluster["a-0"].Master) = (null, cluster["a-1"].Id),
            cluster => cluster["a-0"].Open.Add(new OpenSlot(5, OpenSlotDirection.Migrating, cluster["b-0"].Id)),
            cluster => cluster["a-0"].Open.Add(new OpenSlot(5, OpenSlotDirection.Importing, cluster["b-0"].Id)),
            cluster => cluster["a-0"].Open.Add(new OpenSlot(5, OpenSlotDirection.Importing, cluster["c-0"].Id)),
        ];
        var all = changes.Select(change =>
        {
            var cluster = StandingCluster.Even(3, replicas: 1);
            change(cluster);
            return Of(cluster);
        }).Append(Of(StandingCluster.Even(3, replicas: 1))).ToList();

        Assert.Equal(all.Count, all.Distinct().Count());
    }

    private static string Of(StandingCluster cluster) => ClusterFingerprint.Of(cluster.Observe(cluster.Request()));
}

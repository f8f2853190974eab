using Redis.Tests.Migration;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Departure;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Departure;

/// <summary>
/// A member that leaves owns nothing and holds keys, as a replica does that took over before it had heard that its
/// master's keys were gone.
/// </summary>
public sealed class StrayKeysTests : IAsyncLifetime
{
    private static readonly DrainOptions s_options = new() { TrimTimeout = TimeSpan.FromMilliseconds(200) };
    private MoveCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await MoveCluster.StartAsync();
        await _cluster.Keys.FillAsync(500);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    private Member Leaving => _cluster.Master(3);

    [Fact]
    public async Task RunAsync_TheOwnersHaveThemAll_DropsThemAndLeaves()
    {
        foreach (int shard in new[] { 0, 1, 2 })
        {
            string key = $"{{{await _cluster.UnusedTagAsync(_cluster.Master(shard))}}}:both";
            await _cluster.LeaveBehindAsync(Leaving, key, "old");
            await _cluster.SendAsync(_cluster.Master(shard), "SET", key, "new");
        }
        Assert.Equal(3, (await _cluster.ViewAsync(Leaving)).KeyCount);

        var outcome = await DrainAsync();

        Assert.Empty(outcome.Unreached);
        Assert.Equal(0, (await _cluster.ViewAsync(Leaving)).KeyCount);
        Assert.Single((await _cluster.ViewAsync(Leaving)).Records);
        await AssertStayingAsync(503);
    }

    [Fact]
    public async Task RunAsync_AnOwnerLacksOne_RefusesAndKeepsIt()
    {
        string both = $"{{{await _cluster.UnusedTagAsync(_cluster.Master(0))}}}:both";
        string only = $"{{{await _cluster.UnusedTagAsync(_cluster.Master(1))}}}:only";
        await _cluster.LeaveBehindAsync(Leaving, both, "old");
        await _cluster.SendAsync(_cluster.Master(0), "SET", both, "new");
        await _cluster.LeaveBehindAsync(Leaving, only, "the last copy");

        var refused = await Assert.ThrowsAsync<DiagnosticException>(DrainAsync);

        var found = Assert.Single(refused.Diagnostics);
        Assert.Equal("RI3315", found.Code);
        Assert.Contains("2 key(s), 1 of them not at the owner", found.What);
        Assert.Contains(only, found.What);
        Assert.Equal(2, (await _cluster.ViewAsync(Leaving)).KeyCount);
        // As the refusal says: by hand, when they were deleted on purpose.
        await _cluster.SendAsync(Leaving, "FLUSHALL");
        await DrainAsync();
        await AssertStayingAsync(501);
    }

    /// <summary>As docs/moving-slots.md tells how to bring one to its owner.</summary>
    [Fact]
    public async Task RunAsync_WhatTheOwnerLackedIsBroughtToIt_Leaves()
    {
        var owner = _cluster.Master(1);
        string only = $"{{{await _cluster.UnusedTagAsync(owner)}}}:only";
        await _cluster.LeaveBehindAsync(Leaving, only, "the last copy");
        await Assert.ThrowsAsync<DiagnosticException>(DrainAsync);

        string slot = $"{KeySlot.Of(only)}";
        string id = (await _cluster.IdAsync(owner)).Value;
        await _cluster.SendAsync(Leaving, "CLUSTER", "SETSLOT", slot, "IMPORTING", id);
        await _cluster.SendAsync(Leaving, "MIGRATE", "127.0.0.1", $"{owner.Port}", only, "0", "5000");
        await _cluster.SendAsync(Leaving, "CLUSTER", "SETSLOT", slot, "STABLE");

        await DrainAsync();
        Assert.Equal("the last copy", (await _cluster.SendAsync(owner, "GET", only)).Text);
        await AssertStayingAsync(501);
    }

    private Task<DrainOutcome> DrainAsync() => new ClusterDrainer(_cluster.Nodes,
        DepartureRequest.Of("cache", _cluster.Members, new HashSet<string> { Leaving.Name }), s_options)
        .RunAsync(_cluster.Token);

    private async Task AssertStayingAsync(int keys)
    {
        var observed = await _cluster.Nodes.ObserveAsync(
            _cluster.Members.Where(member => member != Leaving), _cluster.Token);
        Assert.Equal(SlotRange.SlotCount, observed.Live.Sum(view => view.Self.Slots.Count));
        Assert.Equal(keys, observed.Live.Sum(view => view.KeyCount));
    }
}

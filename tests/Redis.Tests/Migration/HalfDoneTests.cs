using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>
/// Hazard 6: whatever a killed move left, the next run reads it from the nodes and finishes or closes it. Nothing else
/// is told to it.
/// </summary>
public sealed class HalfDoneTests(EvenCluster even) : IClassFixture<EvenCluster>
{
    private readonly MoveCluster _cluster = even.Cluster;

    private Member A => _cluster.Master(0);

    private Member B => _cluster.Master(1);

    private Member C => _cluster.Master(2);

    [Fact]
    public async Task RunAsync_ImportingOnly_IsClosed()
    {
        var (slot, _) = await TagAsync(A, 6);
        await _cluster.OpenAsync(slot, null, B);

        await RunAsync();

        Assert.Equal(A, await _cluster.OwnerAsync(slot));
    }

    [Fact]
    public async Task RunAsync_MigratingOnly_IsClosed()
    {
        var (slot, _) = await TagAsync(A, 6);
        await _cluster.SendAsync(A, "CLUSTER", "SETSLOT", $"{slot}", "MIGRATING", (await _cluster.IdAsync(B)).Value);

        await RunAsync();

        Assert.Equal(A, await _cluster.OwnerAsync(slot));
    }

    [Fact]
    public async Task RunAsync_OpenAtBothEndsAndHalfMoved_IsFinished()
    {
        var (slot, keys) = await TagAsync(A, 9);
        await HalfMovedAsync(slot, keys, A, B);

        var counted = await RunAsync();

        Assert.Equal(1, counted);
    }

    [Fact]
    public async Task RunAsync_HalfMovedAndTheSourceForgot_IsFinished()
    {
        var (slot, keys) = await TagAsync(A, 9);
        await HalfMovedAsync(slot, keys, A, B);
        await _cluster.SendAsync(A, "CLUSTER", "SETSLOT", $"{slot}", "STABLE");

        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task RunAsync_HalfMovedAndTheDestinationForgot_IsFinished()
    {
        var (slot, keys) = await TagAsync(A, 9);
        await HalfMovedAsync(slot, keys, A, B);
        await _cluster.SendAsync(B, "CLUSTER", "SETSLOT", $"{slot}", "STABLE");

        Assert.Equal(1, await RunAsync());
    }

    [Fact]
    public async Task RunAsync_CommittedAtTheDestinationOnly_OthersAreTold()
    {
        var (slot, keys) = await TagAsync(A, 5);
        await _cluster.OpenAsync(slot, A, B);
        await MigrateAsync(A, B, keys);
        await _cluster.SendAsync(B, "CLUSTER", "SETSLOT", $"{slot}", "NODE", (await _cluster.IdAsync(B)).Value);

        await RunAsync();
    }

    [Fact]
    public async Task RunAsync_OpenTowardsDifferentPeersWithoutKeysThere_IsClosed()
    {
        var (slot, _) = await TagAsync(A, 6);
        await _cluster.OpenAsync(slot, A, B);
        await _cluster.SendAsync(B, "CLUSTER", "SETSLOT", $"{slot}", "STABLE");
        await _cluster.OpenAsync(slot, null, C);

        await RunAsync();

        Assert.Equal(A, await _cluster.OwnerAsync(slot));
    }

    [Fact]
    public async Task RunAsync_OpenTowardsDifferentPeersOfWhichOneHasKeys_GoesThere()
    {
        var (slot, keys) = await TagAsync(A, 9);
        await HalfMovedAsync(slot, keys, A, C);
        await _cluster.SendAsync(A, "CLUSTER", "SETSLOT", $"{slot}", "STABLE");
        await _cluster.OpenAsync(slot, A, B);
        await _cluster.SendAsync(B, "CLUSTER", "SETSLOT", $"{slot}", "STABLE");

        await RunAsync();
    }

    /// <summary>The source has the latest value of a key that both ends have (hazard 2).</summary>
    [Fact]
    public async Task RunAsync_AKeyAtBothEnds_TheSourcesValueStays()
    {
        var (slot, keys) = await TagAsync(A, 4);
        await _cluster.OpenAsync(slot, A, B);
        await _cluster.SendAsync(A, "MIGRATE", B.Host, $"{B.Port}", keys[0], "0", "1000", "COPY");
        await _cluster.AskingAsync(B, "SET", keys[0], "an older value");

        await RunAsync();
    }

    /// <summary>Every slot is closed, every key is there, and what was open counts as resumed.</summary>
    private async Task<int> RunAsync()
    {
        var nodes = _cluster.Watch();

        var outcome = await _cluster.MoveAsync(_cluster.Out, nodes: nodes);

        await _cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await _cluster.Keys.AssertAllAsync();
        Assert.DoesNotContain(nodes.Sent, sent => sent.Is("CLUSTER", "DELSLOTS") || sent.Is("CLUSTER", "BUMPEPOCH")
            || sent.Is("CLUSTER", "DELSLOTSRANGE") || sent.Is("DEL"));
        return outcome.Resumed;
    }

    private async Task<(int Slot, string[] Keys)> TagAsync(Member member, int count)
    {
        string tag = await _cluster.UnusedTagAsync(member);
        return (KeySlot.Of(tag), await _cluster.Keys.FillTagAsync(tag, count));
    }

    private async Task HalfMovedAsync(int slot, string[] keys, Member from, Member to)
    {
        await _cluster.OpenAsync(slot, from, to);
        await MigrateAsync(from, to, keys[..(keys.Length / 2)]);
    }

    private Task MigrateAsync(Member from, Member to, string[] keys) => _cluster.SendAsync(
        from, ["MIGRATE", to.Host, $"{to.Port}", "", "0", "1000", "KEYS", .. keys]);
}

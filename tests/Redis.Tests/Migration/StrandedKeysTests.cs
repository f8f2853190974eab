using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Verification;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>
/// A master with slots holds keys of another's, and nothing is open: as after failovers of both ends of a slot that had
/// half moved.
/// </summary>
public sealed class StrandedKeysTests : IAsyncLifetime
{
    private MoveCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await MoveCluster.StartAsync(formed: 3);
        await _cluster.Keys.FillAsync(300);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    private Member Holder => _cluster.Master(0);

    private Member Owner => _cluster.Master(1);

    private RebalanceRequest Even => new(_cluster.Desired(3));

    /// <summary>And is brought to its owner as docs/moving-slots.md tells.</summary>
    [Fact]
    public async Task RunAsync_TheOwnerLacksOne_RefusesAndNamesItUntilItIsBroughtBack()
    {
        string key = $"{{{await _cluster.UnusedTagAsync(Owner)}}}:only";
        await _cluster.LeaveBehindAsync(Holder, key, "acknowledged");

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => _cluster.MoveAsync(Even));

        var found = Assert.Single(refused.Diagnostics);
        Assert.Equal("RI3256", found.Code);
        Assert.Contains(Holder.Name, found.Where);
        Assert.Contains($"1 key(s) of slots {KeySlot.Of(key)}, which others own and lack: {key}", found.What);
        var plan = await new Rebalancer(_cluster.Nodes, Even).PlanAsync(_cluster.Token);
        Assert.Equal($"{found}", $"{Assert.Single(Assert.IsType<RebalanceResult.Refused>(plan).Diagnostics)}");
        var failed = await Assert.ThrowsAsync<VerificationFailedException>(
            () => new ClusterVerifier(_cluster.Nodes, _cluster.Desired(3)).VerifyAsync(_cluster.Token));
        Assert.Contains("RI3256", failed.Message);

        string id = (await _cluster.IdAsync(Owner)).Value;
        await _cluster.SendAsync(Holder, "CLUSTER", "SETSLOT", $"{KeySlot.Of(key)}", "IMPORTING", id);
        await _cluster.SendAsync(Holder, "MIGRATE", "127.0.0.1", $"{Owner.Port}", key, "0", "5000");
        await _cluster.SendAsync(Holder, "CLUSTER", "SETSLOT", $"{KeySlot.Of(key)}", "STABLE");

        await _cluster.MoveAsync(Even);
        Assert.Equal("acknowledged", (await _cluster.SendAsync(Owner, "GET", key)).Text);
        await _cluster.Keys.AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_TheOwnerHasThemAll_DoesNotMind()
    {
        string key = $"{{{await _cluster.UnusedTagAsync(Owner)}}}:both";
        await _cluster.LeaveBehindAsync(Holder, key, "old");
        await _cluster.SendAsync(Owner, "SET", key, "new");

        await _cluster.MoveAsync(Even);

        Assert.Equal("new", (await _cluster.SendAsync(Owner, "GET", key)).Text);
        await _cluster.Keys.AssertAllAsync();
    }
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Departure;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;

namespace Redis.Tests.Migration;

/// <summary>Two runs at once: one of them waits or is refused, whatever they want, and no key is lost.</summary>
public sealed class TwoRunsTests : IAsyncLifetime
{
    private static readonly MoveOptions s_impatient = new() { WaitForOthers = TimeSpan.FromMilliseconds(300) };
    private MoveCluster _cluster = null!;
    private ClusterConnections _others = null!;

    public async Task InitializeAsync()
    {
        _cluster = await MoveCluster.StartAsync();
        _others = _cluster.Servers.Connect(_cluster.Access);
        await _cluster.Keys.FillAsync(2000);
    }

    public async Task DisposeAsync()
    {
        await _others.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task RunAsync_TwoBeginAtOnce_OneAfterTheOther(int round)
    {
        // The first round gives to the fourth shard, the second takes from the second.
        int[] weights = round == 0 ? [1, 50, 50, 50] : [50, 1, 50, 50];
        var other = new RebalanceRequest(_cluster.Desired(4).WithWeights(weights));

        var one = EndAsync(_cluster.MoveAsync(_cluster.Out));
        var two = EndAsync(_cluster.MoveAsync(other, nodes: _others));
        string?[] codes = [await one, await two];

        Assert.All(codes.OfType<string>(), code => Assert.Equal("RI3255", code));
        Assert.Contains(codes, code => code is null);
        await _cluster.AssertAtRestAsync();
        await _cluster.Keys.AssertAllAsync();
        // Neither has left a name behind.
        await _cluster.MoveAsync(_cluster.Out, s_impatient);
        await _cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await _cluster.Keys.AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_WhileAnotherIsInTheMiddle_RefusedWithItsAddress()
    {
        var nodes = _cluster.Watch();
        var others = new WatchedNodes(_others);
        DiagnosticException? refused = null;
        DiagnosticException? drained = null;
        int migrates = 0;
        nodes.Before = async batch =>
        {
            if (!batch.Any(sent => sent.Is("MIGRATE")) || ++migrates != 2) return;
            refused = await Assert.ThrowsAsync<DiagnosticException>(
                () => _cluster.MoveAsync(_cluster.In, s_impatient, others));
            var leaving = DepartureRequest.Of(
                "cache", _cluster.Members, new HashSet<string> { _cluster.Master(2).Name });
            drained = await Assert.ThrowsAsync<DiagnosticException>(
                () => new ClusterDrainer(others, leaving, new DrainOptions { Moves = s_impatient })
                    .RunAsync(_cluster.Token));
        };

        await _cluster.MoveAsync(_cluster.Out, nodes: nodes);

        foreach (var found in new[] { refused!, drained! }.Select(it => Assert.Single(it.Diagnostics)))
        {
            Assert.Equal("RI3255", found.Code);
            Assert.Contains("client 127.0.0.1:", found.What);
            Assert.Contains("idle for", found.What);
            Assert.Contains("CLIENT KILL ID", found.Fix);
        }
        Assert.DoesNotContain(others.Sent, sent => sent.Is("CLUSTER", "SETSLOT") || sent.Is("CONFIG", "SET"));
        await _cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await _cluster.Keys.AssertAllAsync();
    }

    /// <summary>A process that is gone and whose connections are still there: what the refusal says helps.</summary>
    [Fact]
    public async Task RunAsync_AConnectionIsLeftOver_GoesOnWhenItIsKilled()
    {
        await _others.NameAsync(_cluster.Master(1), "redisinfra-move:gone", _cluster.Token);

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => _cluster.MoveAsync(_cluster.Out, s_impatient));
        string fix = Assert.Single(refused.Diagnostics).Fix;
        string id = fix.Split("CLIENT KILL ID ")[1].Split(' ')[0];
        await _cluster.SendAsync(_cluster.Master(1), "CLIENT", "KILL", "ID", id);

        await _cluster.MoveAsync(_cluster.Out, s_impatient);
        await _cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
    }

    /// <summary>A connection that it gave up itself: what may still be on its way over it must not be done.</summary>
    [Fact]
    public async Task RunAsync_AnEarlierConnectionOfItsOwn_IsEndedAtTheServer()
    {
        await _others.NameAsync(_cluster.Master(1), "redisinfra-move:mine", _cluster.Token);

        await _cluster.MoveAsync(_cluster.Out, s_impatient with { RunId = "mine" });

        string list = (await _cluster.SendAsync(_cluster.Master(1), "CLIENT", "LIST")).Text;
        Assert.DoesNotContain("redisinfra-move:", list);
        await _cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
    }

    /// <summary>Its connections were lost, and before it has opened others, somebody else has begun.</summary>
    [Fact]
    public async Task RunAsync_AnotherHasBegunWhileItWasCutOff_Stops()
    {
        var nodes = _cluster.Watch();
        int migrates = 0;
        string calls = "";
        nodes.Before = async batch =>
        {
            if (!batch.Any(sent => sent.Is("MIGRATE")) || ++migrates != 2) return;
            foreach (var member in _cluster.Members)
            {
                await _others.NameAsync(member, "redisinfra-move:other", _cluster.Token);
                await _others.ExecuteAsync(member,
                    [RespCommand.Of("CLIENT", "KILL", "SKIPME", "yes", "TYPE", "normal")], _cluster.Token);
            }
            calls = await CallsAsync();
        };

        var stopped = await Assert.ThrowsAsync<MoveStoppedException>(
            () => _cluster.MoveAsync(_cluster.Out, s_impatient, nodes));

        Assert.Contains("RI3255", stopped.Message);
        Assert.Equal(calls, await CallsAsync());
        foreach (var member in _cluster.Members)
            await _others.UnnameAsync(member, "redisinfra-move:other", _cluster.Token);
        await _cluster.MoveAsync(_cluster.Out);
        await _cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await _cluster.Keys.AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_AUserThatMayNotLook_GoesOnAndSaysSo()
    {
        foreach (var member in _cluster.Members)
        {
            await _cluster.SendAsync(
                member, "ACL", "SETUSER", "mover", "on", ">secret", "~*", "&*", "+@all", "-client");
        }
        await using var nodes = _cluster.Servers.Connect(new ClusterAccess { User = "mover", Password = "secret" });
        var said = new List<string>();

        await _cluster.MoveAsync(_cluster.Out, new MoveOptions { Say = said.Add }, nodes);

        Assert.Contains("+client|list", Assert.Single(said, line => line.Contains("can't be known")));
        await _cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
    }

    /// <summary>How often each node was told to move something.</summary>
    private async Task<string> CallsAsync()
    {
        var calls = new List<string>();
        foreach (var member in _cluster.Members)
        {
            var replies = await _others.ExecuteAsync(
                member, [RespCommand.Of("INFO", "commandstats")], _cluster.Token);
            var info = InfoText.Parse(replies[0].Text);
            calls.AddRange(new[] { "cmdstat_migrate", "cmdstat_cluster|setslot", "cmdstat_config|set" }
                .Select(name => $"{member.Name} {name} {info.Text(name).Split(',')[0]}"));
        }
        return string.Join('\n', calls);
    }

    /// <summary>The code that it was refused with; null when it came to its end.</summary>
    private static async Task<string?> EndAsync(Task moving)
    {
        try
        {
            await moving;
            return null;
        }
        catch (DiagnosticException refused)
        {
            return refused.Diagnostics[0].Code;
        }
    }
}

using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>
/// What has gone wrong elsewhere when slots were moved. Each test fails without the rule that it is for.
/// </summary>
public sealed class HazardTests
{
    /// <summary>Hazard 1: a node that not everybody knows gets no slots yet.</summary>
    [Fact]
    public async Task RunAsync_ANodeHasJustJoined_BeginsWhenEverybodyKnowsIt()
    {
        await using var cluster = await MoveCluster.StartAsync(formed: 3);
        await cluster.Keys.FillAsync(200);
        var nodes = cluster.Watch();
        var known = new List<int>();
        nodes.Before = async batch =>
        {
            if (known.Count > 0 || !batch.Any(sent => sent.Is("CLUSTER", "SETSLOT"))) return;
            known.AddRange((await cluster.ObserveAsync()).Live.Select(view => view.Peers.Count()));
        };
        var newcomer = cluster.Master(3);
        await cluster.SendAsync(newcomer, "CONFIG", "SET", "cluster-node-timeout", "500");
        await cluster.SendAsync(newcomer, "CLUSTER", "MEET", "127.0.0.1", $"{cluster.Master(0).Port}");

        await cluster.MoveAsync(cluster.Some, new MoveOptions { MaxSources = 1 }, nodes);

        Assert.Equal([3, 3, 3, 3], known);
        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>
    /// Hazard 2: the destination hangs, MIGRATE ends with IOERR, and then both have the key. A client has written to
    /// the source's meanwhile.
    /// </summary>
    [Fact]
    public async Task RunAsync_MigrateTimesOutAndHasCopied_TheSourcesValueArrives()
    {
        await using var cluster = await MoveCluster.StartAsync();
        foreach (var member in cluster.Members)
        {
            // Should others take the one that hangs for dead, clients still write.
            await cluster.SendAsync(member, "CONFIG", "SET", "cluster-node-timeout", "2000",
                "cluster-require-full-coverage", "no");
        }
        string tag = await cluster.UnusedTagAsync(cluster.Master(0));
        await cluster.Keys.FillTagAsync(tag, 20);
        var nodes = cluster.Watch();
        string? written = null;
        nodes.Before = batch =>
        {
            var migrate = batch.FirstOrDefault(sent => sent.Is("MIGRATE"));
            if (written is null && migrate is not null)
            {
                written = migrate.Words[^1];
                cluster.Servers.Of(Destination(cluster, migrate)).Suspend();
            }
            return Task.CompletedTask;
        };
        var errors = new List<string>();
        nodes.After = async (batch, replies) =>
        {
            var migrate = batch.FirstOrDefault(sent => sent.Is("MIGRATE"));
            if (migrate is null || !replies.Any(reply => reply.IsError)) return replies;
            errors.AddRange(replies.Where(reply => reply.IsError).Select(reply => reply.Text));
            if (errors.Count > 1) return replies;
            await cluster.SendAsync(migrate.Member, "SET", written!, "the latest");
            var destination = Destination(cluster, migrate);
            cluster.Servers.Of(destination).Continue();
            while ((await cluster.AskingAsync(destination, "EXISTS", written!)).Integer == 0)
                await Task.Delay(5, cluster.Token);
            return replies;
        };

        // All slots of the first master, so that the tag's is among them.
        var request = new RebalanceRequest(cluster.Desired(4).WithWeights([0, 1, 1, 1]));
        await cluster.MoveAsync(request, new MoveOptions { MaxSources = 1 }, nodes);

        Assert.Contains("IOERR", errors[0]);
        var owner = await cluster.OwnerAsync(KeySlot.Of(tag));
        Assert.Equal("the latest", (await cluster.SendAsync(owner, "GET", written!)).Text);
        Assert.Equal(20, (await cluster.SendAsync(
            owner, "CLUSTER", "COUNTKEYSINSLOT", $"{KeySlot.Of(tag)}")).Integer);
        await cluster.AssertAtRestAsync();
    }

    /// <summary>
    /// Hazards 2, 3 and 7: keys that nobody knows where from are neither overwritten nor mixed. What their owner has
    /// too is out of date, and goes.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_TheDestinationHoldsStrangeKeys_AreDroppedOnlyIfTheOwnerHasThem(bool hasOwner)
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.Keys.FillAsync(400);
        var request = new RebalanceRequest(cluster.Desired(4).WithWeights([50, 50, 51, 0]));
        var plan = Assert.IsType<RebalanceResult.Steps>(
            await new Rebalancer(cluster.Nodes, request).PlanAsync(cluster.Token)).Plan;
        var move = plan.Moves[0];
        int slot = move.Slots.First();
        string key = $"{{{Tag(slot)}}}:left";
        await cluster.LeaveBehindAsync(move.To, key, "out of date");
        if (hasOwner) await cluster.SendAsync(move.From, "SET", key, "right");

        var options = new MoveOptions { MaxSources = 1 };
        if (hasOwner)
        {
            await cluster.MoveAsync(request, options);
            Assert.Equal(move.To, await cluster.OwnerAsync(slot));
            Assert.Equal("right", (await cluster.SendAsync(move.To, "GET", key)).Text);
        }
        else
        {
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => cluster.MoveAsync(request, options));
            Assert.Contains("RI3256", refused.Message);
            Assert.True(refused is DiagnosticException or MoveStoppedException, $"{refused.GetType()}");
            Assert.Equal(move.From, await cluster.OwnerAsync(slot));
        }
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>
    /// Hazard 7: a destination died when it had taken a window and nobody had heard of it. Back again it has these
    /// slots, its former replica the others and a copy of these; the source has them open.
    /// </summary>
    [Fact]
    public async Task RunAsync_AFormerReplicaHoldsKeysOfItsMastersSlots_AreDropped()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.Keys.FillAsync(400);
        var (owner, source, former) = (cluster.Master(0), cluster.Master(1), cluster.Master(2));
        // All that the owner has goes, and a part of it to the former replica.
        var request = new RebalanceRequest(cluster.Desired(4).WithWeights([0, 1, 2, 1]));
        int slot = (await SlotsAsync(cluster, request, owner, former)).First();
        string key = $"{{{Tag(slot)}}}:both";
        await cluster.SendAsync(owner, "SET", key, "right");
        await cluster.LeaveBehindAsync(former, key, "out of date");
        await cluster.SendAsync(source, "CLUSTER", "SETSLOT", $"{slot}", "IMPORTING",
            (await cluster.IdAsync(owner)).Value);

        await cluster.MoveAsync(request);

        await cluster.AssertAtRestAsync();
        Assert.Equal(former, await cluster.OwnerAsync(slot));
        Assert.Equal("right", (await cluster.SendAsync(former, "GET", key)).Text);
        await cluster.Keys.AssertAllAsync();
    }

    private static async Task<SlotSet> SlotsAsync(
        MoveCluster cluster, RebalanceRequest request, Member from, Member to)
    {
        var planned = await new Rebalancer(cluster.Nodes, request).PlanAsync(cluster.Token);
        return Assert.IsType<RebalanceResult.Steps>(planned).Plan.Moves
            .First(move => move.From == from && move.To == to).Slots;
    }

    private static string Tag(int slot) =>
        Enumerable.Range(0, int.MaxValue).Select(i => $"{i}").First(name => KeySlot.Of(name) == slot);

    /// <summary>Hazard 4: a slot is committed only when its source is empty, whatever was answered.</summary>
    [Fact]
    public async Task RunAsync_AMigrateDidNotMoveWhatItSaid_NoKeyIsLost()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.Keys.FillAsync(2000);
        var nodes = cluster.Watch();
        int forged = 0;
        nodes.Instead = sent => sent.Is("MIGRATE") && forged++ % 3 == 0
            ? RespValue.Of(RespKind.SimpleString, "OK"u8.ToArray())
            : null;

        await cluster.MoveAsync(cluster.Some, nodes: nodes);

        Assert.True(forged > 3, $"{forged}");
        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>Hazards 5 and 8: destination, source, others; one commit after the other.</summary>
    [Fact]
    public async Task RunAsync_Always_CommitsOneAfterTheOtherInOrder()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.Keys.FillAsync(400);
        var nodes = cluster.Watch();

        await cluster.MoveAsync(new(cluster.Desired(4).WithWeights([1, 1, 9, 9])),
            new MoveOptions { MaxSources = 2 }, nodes);

        var told = nodes.Sent.Where(sent => sent.IsSetSlot("NODE")).ToList();
        var sources = nodes.Sent.Where(sent => sent.IsSetSlot("MIGRATING"))
            .ToDictionary(sent => sent.Words[2], sent => sent.Member.Name);
        var ids = (await cluster.ObserveAsync()).Live.ToDictionary(view => view.Member.Name, view => view.Self.Id);
        foreach (var slot in told.GroupBy(sent => sent.Words[2]))
        {
            var order = slot.ToList();
            Assert.Equal(4, order.Count);
            Assert.Equal(order[0].Words[4], ids[order[0].Member.Name].Value);
            Assert.Equal(sources[slot.Key], order[1].Member.Name);
        }
        // Commits don't overlap: once another window's slots are spoken of, the former's aren't any more.
        var destinations = told.Select(sent => (sent.Words[4], Source: sources[sent.Words[2]])).ToList();
        int windows = destinations.Where((pair, i) => i == 0 || pair != destinations[i - 1]).Count();
        int opened = nodes.Sent.Where(sent => sent.IsSetSlot("IMPORTING")).Select(sent => sent.Words[2])
            .Distinct().Count();
        Assert.True(windows <= opened, $"{windows} commits of {opened} slots");
        await cluster.AssertAtRestAsync();
    }

    /// <summary>Hazard 11: keys that expire while they move are no trouble, and don't come back.</summary>
    [Fact]
    public async Task RunAsync_KeysExpireMeanwhile_IsNoTrouble()
    {
        await using var cluster = await MoveCluster.StartAsync();
        string tag = await cluster.UnusedTagAsync(cluster.Master(0));
        await cluster.Keys.FillTagAsync(tag, 50);
        var commands = Enumerable.Range(0, 3000)
            .Select(i => RespCommand.Of("SET", $"{{{tag}}}:gone:{i}", "v", "PX", $"{100 + (i / 2)}")).ToList();
        await cluster.Nodes.ExecuteAsync(cluster.Master(0), commands, cluster.Token);
        var said = new List<string>();

        await cluster.MoveAsync(new(cluster.Desired(4).WithWeights([0, 1, 1, 1])),
            new MoveOptions { Say = said.Add, MaxSources = 1 });

        // The plan, and nothing of keys; a machine that stalls may cost a MIGRATE its time (IOERR).
        Assert.Single(said, line => !line.Contains("IOERR"));
        var owner = await cluster.OwnerAsync(KeySlot.Of(tag));
        while ((await cluster.SendAsync(owner, "CLUSTER", "COUNTKEYSINSLOT", $"{KeySlot.Of(tag)}")).Integer > 50)
            await Task.Delay(20, cluster.Token);
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>Hazard 13: a master that gets its first slots has the functions by then.</summary>
    [Fact]
    public async Task RunAsync_TheDestinationLacksFunctions_GetsThemBeforeSlots()
    {
        await using var cluster = await MoveCluster.StartAsync();
        const string Library = "#!lua name=mylib\nredis.register_function('one', function() return 1 end)";
        for (int shard = 0; shard < 3; shard++)
            await cluster.SendAsync(cluster.Master(shard), "FUNCTION", "LOAD", Library);
        var nodes = cluster.Watch();
        RespValue? answer = null;
        nodes.Before = async batch =>
        {
            if (answer is null && batch.Any(sent => sent.IsSetSlot("IMPORTING")))
                answer = await cluster.SendAsync(cluster.Master(3), "FCALL", "one", "0");
        };

        await cluster.MoveAsync(cluster.Some, nodes: nodes);

        Assert.Equal(1, answer!.Value.Integer);
    }

    /// <summary>Hazard 14: who gives up the last slot stays a master, and its replica stays its replica.</summary>
    [Fact]
    public async Task RunAsync_AMasterIsEmptied_StaysAMasterWithItsReplica()
    {
        await using var cluster = await MoveCluster.StartAsync(replicas: 1);
        await cluster.Keys.FillAsync(200);
        await cluster.MoveAsync(cluster.Some);

        await cluster.MoveAsync(cluster.In);

        var observed = await cluster.AssertAtRestAsync();
        var (master, replica) = (observed.Of(cluster.Master(3))!, observed.Of(
            cluster.Members.Single(member => member is { Shard: 3, Index: 1 }))!);
        Assert.True(master.Self is { IsMaster: true, Slots.IsEmpty: true });
        Assert.Equal(master.Self.Id, replica.Self.Master);
        Assert.All(observed.Live, view => Assert.True(view is { AllowsReplicaMigration: true, IsRoleKept: false }));
        await cluster.Keys.AssertAllAsync();
    }

    private static Member Destination(MoveCluster cluster, SentCommand migrate) =>
        cluster.Members.Single(member => $"{member.Port}" == migrate.Words[2]);
}

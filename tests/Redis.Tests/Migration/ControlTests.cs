using RedisInfra.Admin.Migration;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;

namespace Redis.Tests.Migration;

/// <summary>Pause, resume, cancel, progress; and a process that dies anywhere.</summary>
public sealed class ControlTests
{
    private const string KillsVariable = "REDISINFRA_KILLS";
    private const int FewKills = 6;

    [Fact]
    public async Task RunAsync_CancelledInTheMiddle_TheNextRunFinishes()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.Keys.FillAsync(2000);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cluster.Token);
        var nodes = cluster.Watch();
        int migrates = 0;
        nodes.Before = async batch =>
        {
            if (batch.Any(sent => sent.Is("MIGRATE")) && ++migrates == 3) await cancel.CancelAsync();
        };

        var stopped = await Assert.ThrowsAsync<MoveStoppedException>(
            () => new Rebalancer(nodes, cluster.Out).RunAsync(cancel.Token));

        Assert.Contains("RI3254", stopped.Message);
        Assert.Contains("it was cancelled", stopped.Message);
        await cluster.MoveAsync(cluster.Out);
        await cluster.AssertAtRestAsync(4096, 4096, 4096, 4096);
        await cluster.Keys.AssertAllAsync();
    }

    [Fact]
    public async Task RunAsync_Paused_SendsNothingUntilItIsResumed()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.Keys.FillAsync(2000);
        var nodes = cluster.Watch();
        var control = new MoveControl();
        var paused = new TaskCompletionSource();
        var progress = new List<MoveProgress>();
        nodes.After = (batch, replies) =>
        {
            if (batch.Any(sent => sent.Is("MIGRATE")) && !paused.Task.IsCompleted) control.Pause();
            return Task.FromResult(replies);
        };
        var options = new MoveOptions
        {
            Control = control,
            Progress = seen =>
            {
                lock (progress) progress.Add(seen);
                if (seen.IsPaused) paused.TrySetResult();
            },
        };

        var moving = cluster.MoveAsync(cluster.Some, options, nodes);
        await paused.Task.WaitAsync(cluster.Token);
        // What was on its way when the pause began comes to its end; then nothing more is sent.
        const int MaxRounds = 10;
        int rounds = 0;
        int before;
        do
        {
            before = nodes.Sent.Count;
            int seen = progress.Count;
            while (progress.Count < seen + 3) await Task.Delay(10, cluster.Token);
        }
        while (nodes.Sent.Count != before && ++rounds < MaxRounds);
        var last = progress[^1];
        control.Resume();
        var outcome = await moving;

        Assert.True(rounds < MaxRounds, "commands are sent in spite of the pause");
        Assert.True(last.IsPaused && last.SlotsDone < last.SlotsTotal, $"{last}");
        Assert.Equal(outcome.Moves.Sum(move => move.Slots.Count), progress[^1].SlotsDone);
        Assert.Equal(progress[^1].KeysTotal, progress[^1].KeysDone);
        Assert.Equal(progress[^1].SlotsTotal, progress[^1].SlotsDone);
        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>PINGs take longer than is allowed: batches get smaller than they would be.</summary>
    [Fact]
    public async Task RunAsync_ClientsWaitTooLong_GoesSlower()
    {
        await using var cluster = await MoveCluster.StartAsync();
        string tag = await cluster.UnusedTagAsync(cluster.Master(0));
        // At its slowest it moves some 100 keys a second.
        await cluster.Keys.FillTagAsync(tag, 1200);

        int freely = await KeysOfABatchAsync(cluster, tag, limit: null);
        int limited = await KeysOfABatchAsync(cluster, tag, limit: TimeSpan.FromMilliseconds(10));

        Assert.True(limited < freely, $"{limited} and {freely} keys at once");
        await cluster.AssertAtRestAsync();
        await cluster.Keys.AssertAllAsync();
    }

    /// <summary>
    /// kill -9 of our process after any command, and in the middle of a pipeline. More of them:
    /// REDISINFRA_KILLS=50 ./redisinfra test redis.
    /// </summary>
    [Fact]
    public async Task RunAsync_KilledAnywhere_TheNextRunFinishes()
    {
        await using var cluster = await MoveCluster.StartAsync();
        await cluster.Keys.FillAsync(3000);
        await using var load = await cluster.StartLoadAsync(ratePerSecond: 300);
        int kills = int.TryParse(Environment.GetEnvironmentVariable(KillsVariable), out int many) ? many : FewKills;
        var random = new Random(20261126);
        for (int kill = 0; kill < kills; kill++)
        {
            var request = kill % 2 == 0 ? cluster.Some : cluster.In;
            await KilledAsync(cluster, request, random.Next(1, 900));

            await cluster.MoveAsync(request, new MoveOptions { MaxWindowSlots = 32 });

            await cluster.AssertAtRestAsync();
            await cluster.Keys.AssertAllAsync();
        }
        var report = await load.StopAsync(cluster.Token);
        Assert.True(report.IsClean, report.ToString());
    }

    /// <summary>Moves the tag's slot, with PINGs that take 30 ms; the median of how many keys a MIGRATE has.</summary>
    private static async Task<int> KeysOfABatchAsync(MoveCluster cluster, string tag, TimeSpan? limit)
    {
        var owner = await cluster.OwnerAsync(KeySlot.Of(tag));
        var weights = Enumerable.Range(0, 4).Select(shard => shard == owner.Shard ? 0 : 1).ToList();
        var nodes = cluster.Watch();
        nodes.After = async (batch, replies) =>
        {
            if (batch is [var only] && only.Is("PING")) await Task.Delay(30, cluster.Token);
            return replies;
        };
        await cluster.MoveAsync(new(cluster.Desired(4).WithWeights(weights)),
            new MoveOptions { LatencyLimit = limit, MaxSources = 1 }, nodes);
        var keys = nodes.Sent.Where(sent => sent.Is("MIGRATE") && sent.Words[^1].Contains($"{{{tag}}}"))
            .Select(sent => sent.Words.Length).Order().ToList();
        return keys[keys.Count / 2];
    }

    /// <summary>A process with connections of its own, which go with it, and with them what was only begun.</summary>
    private static async Task KilledAsync(MoveCluster cluster, RebalanceRequest request, int commands)
    {
        await using var connections = cluster.Servers.Connect(cluster.Access);
        var nodes = new WatchedNodes(connections);
        // Looking takes up to 17,000 commands; then some hundreds follow that matter.
        nodes.Before = batch =>
        {
            if (!batch.Any(sent => sent.IsSetSlot("IMPORTING"))) return Task.CompletedTask;
            nodes.Before = null;
            nodes.KillAfter(commands);
            return Task.CompletedTask;
        };
        try
        {
            await cluster.MoveAsync(request, new MoveOptions { MaxWindowSlots = 32 }, nodes);
        }
        catch (KilledException)
        {
            // As meant. A run that was shorter has come to its end.
        }
    }
}

using Redis.Tests.Migration;
using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace Redis.Tests.Kills;

/// <summary>Four shards between which slots go to and fro: what is run, how far it is, and when all is well.</summary>
internal sealed class KillRun(MoveCluster cluster, Random random)
{
    private const int Fourth = 3;
    private const int Quarter = SlotRange.SlotCount / 4;
    private const int MaxLagMs = 40;

    /// <summary>Many more kills than in CI, when set.</summary>
    public static bool IsWhole { get; } =
        Environment.GetEnvironmentVariable("REDISINFRA_ALL_KILLS") is { Length: > 0 };

    /// <summary>The fourth shard gets its part, or gives up all: by weight, or as one that leaves.</summary>
    public string[] Arguments(ObservedCluster observed, bool isOut, int turn)
    {
        string fourth = MasterOf(observed, Fourth).Member.Endpoint;
        string[] what = isOut ? ["rebalance"]
            : turn % 2 == 0 ? ["rebalance", "--weights", $"{fourth}=0"] : ["drain", "--leaving", fourth, "--keep"];
        return [.. what, "--nodes", string.Join(',', cluster.Members.Select(member => member.Endpoint)), "--yes"];
    }

    /// <summary>
    /// Waits for the moment that is drawn: so many slots have moved since this run began to move any, and some
    /// milliseconds more. False when the run has ended before.
    /// </summary>
    public async Task<bool> MomentAsync(MovingProcess process, bool isOut)
    {
        await process.MovingAsync(cluster.Token);
        int began = await SlotsOfFourthAsync();
        int left = isOut ? Quarter - began : began;
        int wanted = random.Next(0, Math.Max(1, left));
        int lag = random.Next(0, MaxLagMs);
        while (!process.HasEnded && Math.Abs(await SlotsOfFourthAsync() - began) < wanted)
            await Task.Delay(2, cluster.Token);
        await Task.Delay(lag, cluster.Token);
        return !process.HasEnded;
    }

    public static NodeView.Live MasterOf(ObservedCluster observed, int shard) =>
        observed.Live.Single(view => view.Member.Shard == shard && view.Self.IsMaster);

    /// <summary>Until every node is up and agrees on who is who; slots may be open and disputed.</summary>
    public Task<ObservedCluster> UntilUpAsync() => UntilAsync(code =>
        code is HealthCode.MasterWithoutSlots or HealthCode.SlotsOpen or HealthCode.SlotsDisputed);

    /// <summary>Nothing is open, all agree, each shard has its part, and every key is there, once.</summary>
    public async Task AssertWellAsync(bool isOut)
    {
        await UntilAsync(code => code is HealthCode.MasterWithoutSlots or HealthCode.SlotsOpen);
        var observed = await cluster.AssertAtRestAsync(
            isOut ? [Quarter, Quarter, Quarter, Quarter] : [5461, 5461, 5461, 0]);
        Assert.All(observed.Live, view => Assert.True(view is { AllowsReplicaMigration: true, IsRoleKept: false }));
        await cluster.Keys.AssertAllAsync();
    }

    private async Task<ObservedCluster> UntilAsync(Func<HealthCode, bool> allowed)
    {
        string last = "";
        try
        {
            while (true)
            {
                var observed = await cluster.ObserveAsync();
                var wrong = ClusterHealth.Check(observed).FirstOrDefault(
                    finding => finding.Severity == Severity.Error && !allowed(finding.Code));
                bool isPaired = Enumerable.Range(0, Fourth + 1).All(shard => observed.Live.Count(
                    view => view.Member.Shard == shard && view.Self.IsMaster) == 1);
                if (wrong is null && isPaired) return observed;
                last = wrong?.ToString() ?? "a shard has two masters, or none";
                await Task.Delay(20, cluster.Token);
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"the cluster never came to rest: {last}", exception);
        }
    }

    private async Task<int> SlotsOfFourthAsync()
    {
        // Whoever is the master now; one that is dead or has become a replica owns nothing.
        int most = 0;
        foreach (var member in cluster.Members.Where(member => member.Shard == Fourth))
        {
            if (await cluster.Nodes.ObserveAsync(member, cluster.Token) is NodeView.Live view)
                most = Math.Max(most, view.Self.Slots.Count);
        }
        return most;
    }
}

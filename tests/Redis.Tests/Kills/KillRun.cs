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

    private static IEnumerable<int> Shards => Enumerable.Range(0, Fourth + 1);

    private string Nodes => string.Join(',', cluster.Members.Select(member => member.Endpoint));

    /// <summary>Many more kills than in CI, when set.</summary>
    public static bool IsWhole { get; } =
        Environment.GetEnvironmentVariable("REDISINFRA_ALL_KILLS") is { Length: > 0 };

    /// <summary>The fourth shard gets its part, or gives up all: by weight, or as one that leaves.</summary>
    public string[] Arguments(ObservedCluster observed, bool isOut, int turn)
    {
        string fourth = MasterOf(observed, Fourth).Member.Endpoint;
        string[] what = isOut ? ["rebalance"]
            : turn % 2 == 0 ? ["rebalance", "--weights", $"{fourth}=0"] : ["drain", "--leaving", fourth, "--keep"];
        return [.. what, "--nodes", Nodes, "--yes"];
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

    public static NodeView.Live MasterOf(ObservedCluster observed, int shard) => MastersOf(observed, shard)[0];

    /// <summary>
    /// Until every node is up and agrees on who is who; slots may be open and disputed. A master that died when it had
    /// taken a window, and nobody had heard of it, comes back beside its successor: it gives up what it has.
    /// </summary>
    public async Task<ObservedCluster> UntilUpAsync()
    {
        while (true)
        {
            var observed = await UntilAsync(code =>
                code is HealthCode.MasterWithoutSlots or HealthCode.SlotsOpen or HealthCode.SlotsDisputed);
            var second = Shards.Select(shard => MastersOf(observed, shard))
                .FirstOrDefault(masters => masters.Count > 1);
            if (second is null) return observed;
            await MovingProcess.CompleteAsync(
                ["rebalance", "--weights", $"{second[1].Member.Endpoint}=0", "--nodes", Nodes, "--yes"], cluster.Token);
        }
    }

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
                bool isPaired = wrong is null && await PairAsync(observed);
                if (isPaired) return observed;
                last = wrong?.ToString() ?? "a member follows another shard's master";
                await Task.Delay(20, cluster.Token);
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"the cluster never came to rest: {last}", exception);
        }
    }

    /// <summary>
    /// Servers attach who has lost its last slot to whoever took it, of whatever shard. It goes back to its own, as
    /// ClusterTopology has it. True when nothing had to be done.
    /// </summary>
    private async Task<bool> PairAsync(ObservedCluster observed)
    {
        var strays = observed.Live.Where(view => view.Self.Slots.IsEmpty && view.Self.OpenSlots.IsEmpty
            && MastersOf(observed, view.Member.Shard) is [var master, ..] && master != view
            && view.Self.Master != master.Self.Id).ToList();
        foreach (var view in strays)
        {
            await cluster.SendAsync(view.Member, "CLUSTER", "REPLICATE",
                MasterOf(observed, view.Member.Shard).Self.Id.Value);
        }
        return strays.Count == 0 && Shards.All(shard => MastersOf(observed, shard).Count > 0);
    }

    /// <summary>Whoever has the most slots first.</summary>
    private static List<NodeView.Live> MastersOf(ObservedCluster observed, int shard) =>
    [
        .. observed.Live.Where(view => view.Member.Shard == shard && view.Self.IsMaster)
            .OrderByDescending(view => view.Self.Slots.Count),
    ];

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

using System.Net;
using Redis.Tests.Servers;
using RedisInfra.Admin.Bench.Workload;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Health;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Migration;

/// <summary>Four shards of real servers of which three or four form a cluster. Everything has a deadline.</summary>
public sealed class MoveCluster : IAsyncDisposable
{
    private const int Shards = 4;

    /// <summary>A new master waits so long before it takes part (cluster.c, rejoin delay).</summary>
    private const int FormingTimeoutMs = 500;
    private const int NodeTimeoutMs = 5000;
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(3);

    /// <summary>An operation that takes longer is lost; how long they take isn't what tests look at.</summary>
    private static readonly TimeSpan s_operation = TimeSpan.FromSeconds(15);
    private readonly CancellationTokenSource _deadline;

    private int _tags;

    private MoveCluster(RedisServers servers, ClusterAccess access, TimeSpan deadline)
    {
        _deadline = new CancellationTokenSource(deadline);
        Servers = servers;
        Access = access;
        Nodes = servers.Connect(access);
        Keys = new MoveKeys(Nodes, () => ObserveAsync(), Token);
    }

    public RedisServers Servers { get; }

    public ClusterAccess Access { get; }

    public ClusterConnections Nodes { get; }

    public MoveKeys Keys { get; }

    public CancellationToken Token => _deadline.Token;

    public IReadOnlyList<Member> Members => Servers.Members;

    /// <summary>Four shards; slots go to the fourth.</summary>
    public RebalanceRequest Out => new(Desired(Shards));

    /// <summary>Three shards; the fourth gives up all it has.</summary>
    public RebalanceRequest In => new(Desired(Shards - 1)) { Leaving = [.. Members.Where(it => it.Shard == 3)] };

    /// <summary>The fourth shard gets some slots only: as in <see cref="Out"/>, and quicker.</summary>
    public RebalanceRequest Some => new(Desired(Shards).WithWeights([50, 50, 50, 1]));

    public static async Task<MoveCluster> StartAsync(
        int formed = Shards, int replicas = 0, string version = NewerServers.System, ClusterAccess? access = null,
        TimeSpan? deadline = null, params string[] extra)
    {
        var servers = await RedisServers.StartVersionAsync(version, Shards, replicas,
            ["--enable-debug-command", "yes", "--repl-diskless-sync-delay", "0",
            "--cluster-node-timeout", $"{FormingTimeoutMs}", .. extra]);
        var cluster = new MoveCluster(servers, access ?? new ClusterAccess(), deadline ?? s_deadline);
        try
        {
            // The fourth joins a cluster that stands: it owns nothing.
            await new ClusterFormer(cluster.Nodes, cluster.Desired(Shards - 1)).FormAsync(cluster.Token);
            if (formed == Shards)
                await new ClusterFormer(cluster.Nodes, cluster.Desired(Shards)).FormAsync(cluster.Token);
            foreach (var member in cluster.Members)
                await cluster.SendAsync(member, "CONFIG", "SET", "cluster-node-timeout", $"{NodeTimeoutMs}");
            // While it formed a short stall was a failover.
            foreach (int shard in Enumerable.Range(0, replicas == 0 ? 0 : formed))
                await cluster.PromoteAsync(cluster.Master(shard));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public DesiredCluster Desired(int shards) =>
        DesiredCluster.Of("cache", Members.Where(member => member.Shard < shards));

    public Member Master(int shard) => Members.Single(member => member.Shard == shard && member.Index == 0);

    public Task<ObservedCluster> ObserveAsync() => Nodes.ObserveAsync(Members, Token);

    public async Task<NodeView.Live> ViewAsync(Member member) =>
        Assert.IsType<NodeView.Live>(await Nodes.ObserveAsync(member, Token));

    public async Task<NodeId> IdAsync(Member member) => (await ViewAsync(member)).Self.Id;

    public async Task<RespValue> SendAsync(Member member, params string[] words) =>
        (await Nodes.ExecuteAsync(member, [RespCommand.Of(words)], Token))[0];

    /// <summary>Makes a member the master of its shard, if it isn't.</summary>
    public async Task PromoteAsync(Member member)
    {
        if ((await ViewAsync(member)).Self.IsMaster) return;
        await ManualFailover.RunAsync(Nodes, member, async () =>
        {
            var shard = (await ObserveAsync()).Views.Where(view => view.Member.Shard == member.Shard);
            return shard.All(view => view is NodeView.Live live && live.Self.IsMaster == (view.Member == member));
        }, Token);
    }

    /// <summary>At a node that imports the key's slot, or through it.</summary>
    public async Task<RespValue> AskingAsync(Member member, params string[] words) =>
        (await Nodes.ExecuteAsync(member, [RespCommand.Of("ASKING"), RespCommand.Of(words)], Token))[1];

    public Task<RebalanceOutcome> MoveAsync(
        RebalanceRequest request, MoveOptions? options = null, INodes? nodes = null) =>
        new Rebalancer(nodes ?? Nodes, request, options ?? new MoveOptions()).RunAsync(Token);

    /// <summary>Nodes that note what is sent, over connections of their own.</summary>
    public WatchedNodes Watch() => new(Nodes);

    /// <summary>A hash tag whose slot a master owns; never the same twice.</summary>
    public async Task<string> UnusedTagAsync(Member member)
    {
        var slots = (await ViewAsync(member)).Self.Slots;
        string tag;
        do tag = $"tag{_tags++}";
        while (!slots.Contains(KeySlot.Of(tag)));
        return tag;
    }

    /// <summary>Opens a slot at one end or both, as a run that was killed leaves it.</summary>
    public async Task OpenAsync(int slot, Member? from, Member? to)
    {
        var source = await IdAsync(from ?? await OwnerAsync(slot));
        if (to is not null) await SendAsync(to, "CLUSTER", "SETSLOT", $"{slot}", "IMPORTING", source.Value);
        if (from is not null)
        {
            var destination = await IdAsync(to ?? Master(3));
            await SendAsync(from, "CLUSTER", "SETSLOT", $"{slot}", "MIGRATING", destination.Value);
        }
    }

    /// <summary>A key at a member that neither owns nor imports its slot.</summary>
    public async Task LeaveBehindAsync(Member member, string key, string value)
    {
        int slot = KeySlot.Of(key);
        await OpenAsync(slot, null, member);
        await AskingAsync(member, "SET", key, value);
        await SendAsync(member, "CLUSTER", "SETSLOT", $"{slot}", "STABLE");
    }

    public async Task<Member> OwnerAsync(int slot) =>
        (await ObserveAsync()).Live.Single(view => view.Self.IsMaster && view.Self.Slots.Contains(slot)).Member;

    public async Task<ClientWorkload> StartLoadAsync(int ratePerSecond = 1000)
    {
        var endpoints = Members.Where(member => member.Shard < 3)
            .Select(member => new IPEndPoint(IPAddress.Loopback, member.Port));
        var load = await ClientWorkload.ConnectAsync(endpoints, new WorkloadOptions
        {
            RatePerSecond = ratePerSecond, Lanes = 70, Password = Access.Password, OperationTimeout = s_operation,
        }, null, Token);
        load.Start();
        long done = 0;
        while ((done += load.Lap().Operations) < ratePerSecond / 4) await Task.Delay(10, Token);
        return load;
    }

    /// <summary>Nothing is open, everybody agrees, every epoch is another's, and each shard owns so many.</summary>
    public async Task<ObservedCluster> AssertAtRestAsync(params int[] slots)
    {
        var observed = await ObserveAsync();
        var masters = observed.Live.Where(view => view.Self.IsMaster).ToList();
        Assert.All(masters, view => Assert.Empty(view.Self.OpenSlots));
        Assert.Equal(SlotRange.SlotCount, masters.Sum(view => view.Self.Slots.Count));
        Assert.DoesNotContain(ClusterHealth.Check(observed), finding =>
            finding is { Severity: Severity.Error, Code: not HealthCode.MasterWithoutSlots });
        Assert.Equal(masters.Count, masters.Select(view => view.Self.ConfigEpoch).Distinct().Count());
        if (slots.Length > 0)
        {
            // 16384 isn't a multiple of every number: who has one more depends on who had it before.
            Assert.All(slots, (wanted, shard) => Assert.InRange(masters.Where(view => view.Member.Shard == shard)
                .Sum(view => view.Self.Slots.Count), wanted, wanted == 0 ? 0 : wanted + 1));
        }
        return observed;
    }

    public async ValueTask DisposeAsync()
    {
        await Nodes.DisposeAsync();
        await Servers.DisposeAsync();
        _deadline.Dispose();
    }
}

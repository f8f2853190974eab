using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Slots;
using RedisInfra.Provider;
using RedisInfra.Provider.Reach;

namespace Redis.Tests.Provider;

/// <summary>ClusterDrain and ClusterTopology together, as an engine calls them when shards come and go.</summary>
public sealed class ScaleTests : IAsyncLifetime
{
    private const int Keys = 2000;
    private const string Drain = "ClusterDrain::cache-drain";
    private const string Topology = "ClusterTopology::cache-topology";
    private readonly CancellationTokenSource _engineGone = new();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(240));
    private readonly string _plans = Directory.CreateTempSubdirectory("redisinfra-plans-").FullName;
    private readonly Lines _engine = new();
    private RedisServers _servers = null!;
    private RedisInfraProvider _provider = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(4, 2,
            "--cluster-allow-replica-migration", "no", "--repl-diskless-sync-delay", "0",
            "--cluster-node-timeout", "2000",
            // No failover but those that are asked for.
            "--cluster-replica-no-failover", "yes");
        _provider = Provider(_engineGone.Token);
    }

    public async Task DisposeAsync()
    {
        await _servers.DisposeAsync();
        Directory.Delete(_plans, recursive: true);
        _engineGone.Dispose();
        _deadline.Dispose();
    }

    [Fact]
    public async Task OutAndIn_PreviewsSayWhatThenHappens()
    {
        await UpAsync(null, Inputs(3, 1));
        await FillAsync();

        var (_, grow) = await PreviewAsync(Inputs(3, 1), Inputs(4, 1));
        await UpAsync(Inputs(3, 1), Inputs(4, 1));
        var (safe, shrink) = await PreviewAsync(Inputs(4, 1), Inputs(3, 1));
        await UpAsync(Inputs(4, 1), Inputs(3, 1));

        Assert.Contains("cache-3-0, cache-3-1 join; 4,096 slots", grow);
        Assert.Contains(_engine.Kept, line => line.Contains("all agree") && line.Contains($"{Amount(grow)} moved"));
        Assert.Equal(6, safe.Length);
        Assert.Contains("\"slots\": 4096", await File.ReadAllTextAsync(Path.Combine(_plans, "cache.topology.json")));
        string drain = await File.ReadAllTextAsync(Path.Combine(_plans, "cache.drain.md"));
        Assert.Contains("| from | to | slots |", drain);
        Assert.Contains("cache-3-0, cache-3-1 leave", drain);
        Assert.Contains("cache-3-0, cache-3-1 leave", shrink);
        Assert.Contains(_engine.Kept, line => line.Contains("cache-3-0, cache-3-1 left in") && line.Contains(
            $"{Amount(shrink)} moved"));
        await AssertEvenAsync(3, members: 6);
    }

    [Fact]
    public async Task ReplicasOutAndIn_NoSlotMoves()
    {
        await UpAsync(null, Inputs(3, 1));
        await FillAsync();

        var (_, grow) = await PreviewAsync(Inputs(3, 1), Inputs(3, 2));
        await UpAsync(Inputs(3, 1), Inputs(3, 2));
        await AssertEvenAsync(3, members: 9);
        await FailOverAsync("cache-1-2");
        var (_, shrink) = await PreviewAsync(Inputs(3, 2), Inputs(3, 1));
        await UpAsync(Inputs(3, 2), Inputs(3, 1));

        Assert.Contains("cache-0-2, cache-1-2, cache-2-2 join; balanced", grow);
        Assert.True(shrink.Contains("cache-1-2 hands shard 1 over to", StringComparison.Ordinal), shrink);
        Assert.Contains("no slot moves", shrink);
        await AssertEvenAsync(3, members: 6);
    }

    /// <summary>
    /// Numbered members, as one StatefulSet has them: the last ones go, whichever shard they are of. Replicas carry a
    /// shard on, and members of one that goes come back in others.
    /// </summary>
    [Fact]
    public async Task NumberedMembers_AnyOrderOfShardsAndReplicas_EveryShardIsWholeAndNoKeyIsLost()
    {
        var state = await UpNumberedAsync(null, 3, 2);
        await FillAsync();
        foreach (var (shards, members) in new[] { (3, 3), (4, 3), (4, 2), (4, 3), (3, 3), (3, 2) })
        {
            state = await UpNumberedAsync(state, shards, members);
            await AssertEvenAsync(shards, shards * members);
            await AssertReplicasAsync(shards, members);
        }
        Assert.Contains(_engine.Kept, line => line.Contains("cache-6 goes from shard 0 to 3, cache-7 goes from shard "
            + "1 to 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_TheEngineDiesInTheMiddle_TheNextUpFinishes()
    {
        await UpAsync(null, Inputs(4, 1));
        await FillAsync();
        _engine.OnProgress = line =>
        {
            if (line.StartsWith("moved ", StringComparison.Ordinal)) _engineGone.Cancel();
        };
        await Assert.ThrowsAnyAsync<Exception>(() => UpAsync(Inputs(4, 1), Inputs(3, 1)));

        _provider = Provider(CancellationToken.None);
        await UpAsync(Inputs(4, 1), Inputs(3, 1));

        await AssertEvenAsync(3, members: 6);
    }

    [Fact]
    public async Task In_TheClusterChangedSinceThePreview_RefusesAndTouchesNothing()
    {
        await UpAsync(null, Inputs(4, 1));
        await PreviewAsync(Inputs(4, 1), Inputs(3, 1));
        await FailOverAsync("cache-0-1");

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => UpAsync(Inputs(4, 1), Inputs(3, 1)));

        Assert.Contains("RI3311", refused.Message);
        await AssertEvenAsync(4, members: 8);
        await UpAsync(Inputs(4, 1), Inputs(3, 1));
        await AssertEvenAsync(3, members: 6);
    }

    [Fact]
    public async Task Create_MoreStandsThanIsDeclared_Refuses()
    {
        await UpAsync(null, Inputs(4, 1));

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => UpAsync(null, Inputs(3, 1)));

        Assert.Contains("RI3313", refused.Message);
    }

    private RedisInfraProvider Provider(CancellationToken engineGone) => new(_engine, new ProviderEnvironment(
        false, TimeProvider.System, KubernetesPods.OpenAsync, engineGone)
    {
        Plans = new PlanMemory(TimeProvider.System, _plans), PlanFolder = _plans,
    });

    /// <summary>"4,096 slots with 499 keys", which the plan, the drain and the topology all say.</summary>
    private static string Amount(string text)
    {
        int start = text.IndexOf("4,096 slots", StringComparison.Ordinal);
        return text[start..(text.IndexOf("key", start, StringComparison.Ordinal) + 4)];
    }

    private async Task UpAsync(
        ImmutableDictionary<string, PropertyValue>? old, ImmutableDictionary<string, PropertyValue> inputs)
    {
        await StepAsync(Drain, old, inputs, preview: false);
        await StepAsync(Topology, old, inputs, preview: false);
    }

    /// <summary>What is noted of the drain, whose members are the topology's.</summary>
    private async Task<ImmutableDictionary<string, PropertyValue>> UpNumberedAsync(
        ImmutableDictionary<string, PropertyValue>? state, int shards, int members)
    {
        var inputs = Inputs(4, 2).SetItem("keepsShards", new PropertyValue(true)).SetItem("members", new PropertyValue(
            [.. _servers.Members.Take(shards * members).Select((member, pod) => Described(
                $"cache-{pod}", pod / members, pod % members, member.Host, member.Port))]));
        var urn = new Urn($"urn:pulumi:dev::redis::redisinfra:index:{Drain}");
        var check = await _provider.Check(new CheckRequest(
            urn, state ?? ImmutableDictionary<string, PropertyValue>.Empty, inputs, []), _deadline.Token);
        var placed = check.Inputs!.ToImmutableDictionary();
        await StepAsync(Drain, state, placed, preview: false);
        await StepAsync(Topology, state?.Remove("keepsShards"), placed.Remove("keepsShards"), preview: false);
        return placed;
    }

    private async Task AssertReplicasAsync(int shards, int members)
    {
        await using var connections = _servers.Connect();
        var observed = await connections.ObserveAsync(_servers.Desired, _deadline.Token);
        var part = observed.Live.Where(view => view.Records.Length > 1).ToList();
        var followers = part.Where(view => view.Self.Master is not null).CountBy(view => view.Self.Master!.Value)
            .ToList();
        Assert.Equal(shards, followers.Count);
        Assert.All(followers, pair => Assert.Equal(members - 1, pair.Value));
        Assert.Equal(Keys, part.Where(view => view.Self.IsMaster).Sum(view => view.KeyCount));
    }

    private async Task<(string[] Safe, string Text)> PreviewAsync(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs)
    {
        int before = _engine.Kept.Count;
        var outputs = await StepAsync(Drain, old, inputs, preview: true);
        await StepAsync(Topology, old, inputs, preview: true);
        outputs["safeMembers"].TryGetArray(out var names);
        return ([.. names.Select(name => name.TryGetString(out string? text) ? text : "")],
            string.Join('\n', _engine.Kept.Skip(before)));
    }

    private async Task<IDictionary<string, PropertyValue>> StepAsync(
        string name, ImmutableDictionary<string, PropertyValue>? old,
        ImmutableDictionary<string, PropertyValue> inputs, bool preview)
    {
        var urn = new Urn($"urn:pulumi:dev::redis::redisinfra:index:{name}");
        var check = await _provider.Check(
            new CheckRequest(urn, old ?? ImmutableDictionary<string, PropertyValue>.Empty, inputs, []),
            _deadline.Token);
        Assert.Empty(check.Failures ?? []);
        if (old is null)
        {
            var created = await _provider.Create(
                new CreateRequest(urn, inputs, TimeSpan.Zero, preview), _deadline.Token);
            return created.Outputs!;
        }
        var updated = await _provider.Update(new UpdateRequest(
            urn, "cache", old, inputs, TimeSpan.Zero, [], preview, old), _deadline.Token);
        return updated.Outputs!;
    }

    private ImmutableDictionary<string, PropertyValue> Inputs(int shards, int replicas) =>
        new Dictionary<string, PropertyValue>
        {
            ["clusterName"] = new("cache"),
            ["members"] = new([.. _servers.Members.Where(member => member.Shard < shards && member.Index <= replicas)
                .Select(member => Described(member.Name, member.Shard, member.Index, member.Host, member.Port))]),
        }.ToImmutableDictionary();

    private static PropertyValue Described(string name, int shard, int index, string host, int port) =>
        new(new Dictionary<string, PropertyValue>
        {
            ["name"] = new(name),
            ["shard"] = new(shard),
            ["index"] = new(index),
            ["host"] = new(host),
            ["port"] = new(port),
        }.ToImmutableDictionary());

    private async Task FillAsync()
    {
        await using var connections = _servers.Connect();
        var observed = await connections.ObserveAsync(_servers.Desired, _deadline.Token);
        var keys = Enumerable.Range(0, Keys).Select(number => $"key:{number}").ToLookup(key =>
            observed.Live.Single(view => view.Self.Slots.Contains(KeySlot.Of(key))).Member);
        foreach (var group in keys)
        {
            await connections.ExecuteAsync(
                group.Key, [.. group.Select(key => RespCommand.Of("SET", key, "v"))], _deadline.Token);
        }
    }

    private async Task FailOverAsync(string name)
    {
        await using var connections = _servers.Connect();
        var member = _servers.Members.Single(member => member.Name == name);
        var desired = _servers.Members.Where(other => other.Shard == member.Shard).ToList();
        await ManualFailover.RunAsync(connections, member, async () =>
        {
            var views = await connections.ObserveAsync(desired, _deadline.Token);
            bool isMaster = views.Of(member) is { Self: { IsMaster: true, Slots.IsEmpty: false } };
            // The others' replicas follow it, and everybody knows.
            return isMaster && views.Live.Count(view => view.Self.Slots.Count > 0) == 1
                && views.Live.Where(view => view.Records.Length > 1 && view.Member != member)
                    .All(view => view.Self.Master == views.Of(member)!.Self.Id && view.IsMasterLinkUp);
        }, _deadline.Token);
    }

    private async Task AssertEvenAsync(int shards, int members)
    {
        await using var connections = _servers.Connect();
        var observed = await connections.ObserveAsync(_servers.Desired, _deadline.Token);
        var part = observed.Live.Where(view => view.Records.Length > 1).ToList();
        Assert.Equal(members, part.Count);
        Assert.All(part, view => Assert.Equal(members, view.Records.Length));
        var owners = part.Where(view => !view.Self.Slots.IsEmpty).ToList();
        Assert.Equal(shards, owners.Count);
        int[] counts = [.. owners.Select(view => view.Self.Slots.Count)];
        Assert.Equal(16384, counts.Sum());
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    private sealed class Lines : IEngine
    {
        public List<string> Kept { get; } = [];

        public Action<string> OnProgress { get; set; } = _ => { };

        public Task LogAsync(LogRequest message)
        {
            if (message.Ephemeral) OnProgress(message.Message);
            else lock (Kept) Kept.Add(message.Message);
            return Task.CompletedTask;
        }

        public Task RequirePulumiVersionAsync(string pulumiVersionRange) => Task.CompletedTask;
    }
}

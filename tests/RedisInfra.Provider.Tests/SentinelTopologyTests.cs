using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Tests;

/// <summary>SentinelDrain and SentinelTopology as an engine meets them, without any server.</summary>
public sealed class SentinelTopologyTests : IDisposable
{
    private static readonly Urn s_topology = new("urn:pulumi:dev::redis::redisinfra:index:SentinelTopology::cache");
    private static readonly Urn s_drain = new("urn:pulumi:dev::redis::redisinfra:index:SentinelDrain::cache");
    private readonly string _plans = Directory.CreateTempSubdirectory("redisinfra-plans-").FullName;
    private readonly FakeEngine _engine = new();
    private readonly FakePods _pods = new("data-cache-3", "data-cache-0");
    private readonly RedisInfraProvider _provider;

    public SentinelTopologyTests() => _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
        false, TimeProvider.System, (_, _) => Task.FromResult<Reach.IKubernetesPods>(_pods), CancellationToken.None)
    {
        Plans = new PlanMemory(TimeProvider.System, _plans),
    });

    public void Dispose() => Directory.Delete(_plans, recursive: true);

    [Fact]
    public async Task Check_Good_SaysNothing()
    {
        Assert.Empty(await CheckAsync(Set()));
        Assert.Empty(await CheckAsync(Set().SetItem("members", PropertyValue.Computed)));
    }

    [Fact]
    public async Task Check_CountsThatCannotWork_AllRefusedAtTheirProperties()
    {
        var bad = Set(members: 1, sentinels: 2, quorum: 3).SetItem("minReplicas", new PropertyValue(1));

        Assert.Equal(
            ["members RI3530", "minReplicas RI3531", "quorum RI3529", "sentinels RI3528"], await CheckAsync(bad));
        Assert.Equal(["sentinels RI3528"], await CheckAsync(Set(sentinels: 4, quorum: 3)));
        Assert.Equal(["quorum RI3529"], await CheckAsync(Set(quorum: 1)));
        Assert.Equal(["quorum RI3529"], await CheckAsync(Set(quorum: 3)));
        Assert.Empty(await CheckAsync(Set(sentinels: 5, quorum: 4)));
        Assert.Equal(["masterName RI3548"], await CheckAsync(Set().SetItem("masterName", new PropertyValue("c*"))));
    }

    [Fact]
    public async Task Check_EverythingWrong_AllToldAtOnce()
    {
        var found = await CheckAsync(Set().Remove("quorum").SetItem("color", new PropertyValue("red"))
            .SetItem("sentinels", Bags.List(new PropertyValue("here"))).SetItem("downAfterMs", new PropertyValue(1)));

        Assert.Equal(
            ["color RI3102", "downAfterMs RI3103", "quorum RI3103", "sentinels[0] RI3103"], found);
    }

    [Fact]
    public async Task Diff_AnotherNameOrNamespace_Replaces_AllElseUpdates()
    {
        Assert.Equal(["masterName"], await ReplacesAsync(Set().SetItem("masterName", new PropertyValue("other"))));
        Assert.Equal(["kubernetes"], await ReplacesAsync(Set().SetItem("kubernetes", Bags.Kubernetes("test"))));
        Assert.Empty(await ReplacesAsync(Set(members: 5, sentinels: 5, quorum: 3)));
    }

    [Fact]
    public async Task Drain_CreatedOrGrown_TellsHowManyThereMayBe()
    {
        var created = await _provider.Create(
            new CreateRequest(s_drain, Set(), TimeSpan.Zero, preview: false), CancellationToken.None);
        var grown = await _provider.Update(new UpdateRequest(s_drain, "prod/cache", Set(),
            Set(members: 5, sentinels: 5, quorum: 3), TimeSpan.Zero, [], preview: false, Set()),
            CancellationToken.None);

        Assert.Equal("prod/cache", created.Id);
        Assert.Equal((3, 3), Counts(created.Outputs!));
        Assert.Equal((5, 5), Counts(grown.Outputs!));
        Assert.True(created.Outputs!["password"].IsSecret);
        Assert.Empty(_engine.Lines);
    }

    [Fact]
    public async Task Preview_NothingIsThere_SaysWhatWillBe()
    {
        var created = await _provider.Create(
            new CreateRequest(s_topology, Set(), TimeSpan.Zero, preview: true), CancellationToken.None);

        Assert.Equal("unknown until deployed; when all are new, cache-0 is the master of 2 replicas, and 3 Sentinels "
            + "watch it with quorum 2", Assert.Single(_engine.Lines).Message);
        Assert.True(created.Outputs!["master"].IsComputed);
    }

    [Fact]
    public async Task Preview_Smaller_SaysWhoLeavesBeforeAndAfter()
    {
        var big = Set(members: 4, sentinels: 5, quorum: 3);
        foreach (var urn in (Urn[])[s_drain, s_topology])
        {
            await _provider.Update(new UpdateRequest(
                urn, "prod/cache", big, Set(), TimeSpan.Zero, [], preview: true, big), CancellationToken.None);
        }

        Assert.Equal(
        [
            "cache-3, cache-sentinel-3, cache-sentinel-4 leave: what has to be done before is unknown until deployed",
            "Sentinel set \"cache\": when cache-3, cache-sentinel-3, cache-sentinel-4 are gone, the Sentinels forget "
            + "them, one after the other; it is verified then",
        ], _engine.Lines.Select(line => line.Message));
    }

    [Fact]
    public async Task Delete_ClaimsDeclaredToGo_DeletesThem()
    {
        var bag = Set().SetItem("kubernetes", Bags.Kubernetes(policy: "delete"));

        await _provider.Delete(
            new DeleteRequest(s_topology, "prod/cache", bag, TimeSpan.Zero, bag), CancellationToken.None);

        Assert.Equal(["data-cache-3", "data-cache-0"], _pods.Deleted);
    }

    private static (int Members, int Sentinels) Counts(IDictionary<string, PropertyValue> outputs) =>
        (Number(outputs["memberCount"]), Number(outputs["sentinelCount"]));

    private static int Number(PropertyValue value) => value.TryGetNumber(out double number) ? (int)number : -1;

    private static ImmutableDictionary<string, PropertyValue> Set(
        int members = 3, int sentinels = 3, int quorum = 2) => Bags.Of(
        ("masterName", new PropertyValue("cache")), ("members", Members("cache", members, 6379)),
        ("sentinels", Members("cache-sentinel", sentinels, 26379)), ("quorum", new PropertyValue(quorum)),
        ("password", new PropertyValue("a-long-password")), ("kubernetes", Bags.Kubernetes()));

    private static PropertyValue Members(string name, int count, int port) => Bags.List(
    [
        .. Enumerable.Range(0, count).Select(index => PropertyValues.Map(
            ("name", new PropertyValue($"{name}-{index}")),
            ("host", new PropertyValue($"{name}-{index}.{name}-nodes.prod.svc.cluster.local")),
            ("port", new PropertyValue(port)))),
    ]);

    private async Task<List<string>> ReplacesAsync(ImmutableDictionary<string, PropertyValue> young)
    {
        var response = await _provider.Diff(new DiffRequest(s_topology, "prod/cache", Set(), young, [], Set()),
            CancellationToken.None);
        Assert.True(response.Changes);
        return [.. response.Replaces ?? []];
    }

    /// <summary>"property code" each.</summary>
    private async Task<List<string>> CheckAsync(ImmutableDictionary<string, PropertyValue> inputs)
    {
        var answers = new List<List<string>>();
        foreach (var urn in (Urn[])[s_drain, s_topology])
        {
            var response = await _provider.Check(new CheckRequest(urn, [], inputs, []), CancellationToken.None);
            answers.Add([.. (response.Failures ?? []).Select(found => $"{found.Property} {found.Reason[..6]}")
                .Order(StringComparer.Ordinal)]);
        }
        Assert.Equal(answers[0], answers[1]);
        return answers[0];
    }
}

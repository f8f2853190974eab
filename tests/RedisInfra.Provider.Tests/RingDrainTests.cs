using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Tests;

/// <summary>What a preview says when the ring of a twemproxy pool changes.</summary>
public sealed class RingDrainTests : IDisposable
{
    private static readonly Urn s_urn = new("urn:pulumi:dev::redis::redisinfra:index:RingDrain::cache-alpha-drain");
    private readonly string _plans = Directory.CreateTempSubdirectory("redisinfra-plans-").FullName;
    private readonly FakeEngine _engine = new();
    private readonly RedisInfraProvider _provider;

    public RingDrainTests() => _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
        false, TimeProvider.System, (_, _) => Task.FromResult<Reach.IKubernetesPods>(new FakePods()),
        CancellationToken.None)
    {
        Plans = new PlanMemory(TimeProvider.System, _plans),
    });

    public void Dispose() => Directory.Delete(_plans, recursive: true);

    [Fact]
    public async Task Check_FirstOrUnchanged_SaysNothing()
    {
        Assert.Empty(await CheckAsync([], Ring()));
        Assert.Empty(await CheckAsync(Ring(), Ring()));
        Assert.Empty(_engine.Lines);
    }

    [Fact]
    public async Task Check_ShardsOfAPoolThatRefuses_Refused() => Assert.Equal(
        "RI3461 pool \"cache/alpha\": cache-alpha-4, cache-alpha-5 are new, but about 33 % of its keys would be "
        + "looked for on other shards, and onRingChange is refuse. Leave the ring as it is, or set onRingChange to "
        + "move.",
        Assert.Single(await CheckAsync(Ring(), Ring(shards: 6))));

    /// <summary>What each change of a ring moves; of the hash tag only keys that have one.</summary>
    [Theory]
    [InlineData("hash", "murmur", "hash was fnv1a_64, is murmur", 75)]
    [InlineData("distribution", "modula", "distribution was ketama, is modula", 75)]
    [InlineData("distribution", "random", "distribution was ketama, is random", 100)]
    [InlineData("hashTag", "[]", "hash tag was \"{}\", is \"[]\"", 75)]
    public async Task Check_Remap_Warned(string name, string value, string what, int percent)
    {
        Assert.Empty(await CheckAsync(Ring(), Ring(onChange: "remap").SetItem(name, new PropertyValue(value))));
        Assert.Empty(await CheckAsync(Ring(), Ring(onChange: "move").SetItem(name, new PropertyValue(value))));

        Assert.Single(_engine.Lines);
        Assert.All(_engine.Lines, line => Assert.Equal(
            $"RI3462 pool \"cache/alpha\": {what}, but about {percent} % of its keys are looked for on other shards "
            + "then, and aren't moved there. Nothing has to be done for a cache: they are written again. "
            + "Set onRingChange to move to keep them.",
            line.Message));
    }

    /// <summary>
    /// Where the points are, not a fifth and a 109th: 109 shards have 156 points each, 108 have 160, so that keys move
    /// between shards that stay, too.
    /// </summary>
    [Theory]
    [InlineData(4, 3, 25)]
    [InlineData(4, 5, 18)]
    [InlineData(108, 109, 3)]
    public async Task Check_ShardsWithKetama_MovesTheirPartOnly(int before, int after, int percent)
    {
        await CheckAsync(Ring(before, onChange: "remap"), Ring(after, onChange: "remap"));

        Assert.Contains($"about {percent} % of its keys", Assert.Single(_engine.Lines).Message);
    }

    [Fact]
    public async Task Check_Weight_MovesWhatPointsOfAllShardsDo()
    {
        var heavy = Ring(onChange: "remap").SetItem("servers", Servers([2, 1, 1, 1]));
        await CheckAsync(Ring(onChange: "remap"), heavy);

        // From a quarter to two fifths, and the others have 128 points each, not 160.
        Assert.Contains(
            "cache-alpha-0 is of another weight, but about 23 % of its keys", Assert.Single(_engine.Lines).Message);
    }

    [Theory]
    [InlineData("ketama")]
    [InlineData("modula")]
    public async Task Check_OrderOfServers_SaysNothing(string distribution)
    {
        var ring = Ring().SetItem("distribution", new PropertyValue(distribution));
        var turned = ring.SetItem("servers", Bags.List(
            [.. Enumerable.Range(0, 4).Reverse().Select(index => Server(index, 1))]));

        Assert.Empty(await CheckAsync(ring, turned));
        Assert.Empty(_engine.Lines);
    }

    /// <summary>Whether shards have replicas decides which pods they are.</summary>
    [Fact]
    public async Task Check_ShardsGetReplicas_RefusedUnlessTheirKeysAreGivenUp()
    {
        var members = PropertyValues.Map(
            [.. Enumerable.Range(0, 4).Select(i => ($"cache-alpha-{i}", new PropertyValue("a.b:6379,c.d:6379")))]);

        Assert.Contains("RI3469", Assert.Single(
            await CheckAsync(Ring(onChange: "move"), Ring(onChange: "move").SetItem("members", members))));
        Assert.Contains("RI3469", Assert.Single(
            await CheckAsync(Ring(onChange: "move").SetItem("members", members), Ring(onChange: "move"))));
        Assert.Empty(await CheckAsync(Ring(onChange: "remap"), Ring(onChange: "remap").SetItem("members", members)));
        Assert.Contains("RI3103", Assert.Single(await CheckAsync([], Ring().SetItem("members",
            PropertyValues.Map(("cache-alpha-0", new PropertyValue("a.b")))))));
    }

    [Fact]
    public async Task Check_EverythingWrong_AllToldAtOnce() => Assert.Equal(
        ["RI3102", "RI3103", "RI3103", "RI3103", "RI3103", "RI3103"],
        (await CheckAsync([], Ring().Remove("pool").SetItem("onChange", new PropertyValue("maybe"))
            .SetItem("hash", new PropertyValue("sha1")).SetItem("distribution", new PropertyValue("even"))
            .SetItem("servers", Bags.List(new PropertyValue("a:0"))).SetItem("color", new PropertyValue("red"))))
            .Select(reason => reason[..6]).Order(StringComparer.Ordinal));

    [Fact]
    public async Task CreateAndUpdate_TellHowManyShardsThereMayBe()
    {
        var created = await _provider.Create(
            new CreateRequest(s_urn, Ring(), TimeSpan.Zero, preview: false), CancellationToken.None);

        Assert.Equal("cache/alpha", created.Id);
        Assert.True(created.Outputs!["shards"].TryGetNumber(out double shards));
        Assert.Equal(4, shards);
    }

    /// <summary>States of an earlier version have one.</summary>
    [Fact]
    public async Task RingGuard_OfAnEarlierVersion_CanBeReadAndDeleted()
    {
        const string type = "redisinfra:index:RingGuard";
        var urn = new Urn($"urn:pulumi:dev::redis::{type}::cache-alpha-ring");
        var none = ImmutableDictionary<string, PropertyValue>.Empty;

        var read = await _provider.Read(
            new ReadRequest(urn, "cache/alpha", none, none), CancellationToken.None);
        Assert.Equal("cache/alpha", read.Id);
        await _provider.Delete(
            new DeleteRequest(urn, "cache/alpha", none, TimeSpan.Zero, none), CancellationToken.None);
        await Assert.ThrowsAsync<NotSupportedException>(() => _provider.Create(
            new CreateRequest(urn, none, TimeSpan.Zero, preview: false), CancellationToken.None));
    }

    private static ImmutableDictionary<string, PropertyValue> Ring(
        int shards = 4, string onChange = "refuse") => Bags.Of(
        ("pool", new PropertyValue("cache/alpha")), ("hash", new PropertyValue("fnv1a_64")),
        ("distribution", new PropertyValue("ketama")), ("hashTag", new PropertyValue("{}")),
        ("servers", Servers(Enumerable.Repeat(1, shards))), ("onChange", new PropertyValue(onChange)),
        ("kubernetes", PropertyValues.Map(("namespace", new PropertyValue("prod")))),
        ("proxies", new PropertyValue("app=cache")));

    private static PropertyValue Servers(IEnumerable<int> weights) => Bags.List(
        [.. weights.Select((weight, index) => Server(index, weight))]);

    private static PropertyValue Server(int index, int weight) =>
        new($"cache-alpha-{index}.cache-shards.prod.svc.:6379:{weight} cache-alpha-{index}");

    private async Task<List<string>> CheckAsync(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs) =>
        [.. ((await _provider.Check(new CheckRequest(s_urn, old, inputs, []), CancellationToken.None)).Failures ?? [])
            .Select(failure => failure.Reason)];
}

using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Tests;

/// <summary>What can be said of an ensemble that nobody can reach.</summary>
public sealed class ZookeeperTests
{
    private static readonly Urn s_drain = new("urn:pulumi:dev::redis::redisinfra:index:ZookeeperDrain::zk-drain");
    private static readonly Urn s_topology =
        new("urn:pulumi:dev::redis::redisinfra:index:ZookeeperTopology::zk-topology");
    private readonly FakeEngine _engine = new();
    private readonly RedisInfraProvider _provider;

    public ZookeeperTests() => _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
        false, TimeProvider.System, (_, _) => Task.FromResult<Reach.IKubernetesPods>(new FakePods()),
        CancellationToken.None));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Check_OddSize_SaysNothing(int size) => Assert.Empty(await CheckAsync(Ensemble(size)));

    [Fact]
    public async Task Check_EverythingWrong_AllToldAtOnce() => Assert.Equal(
        ["RI3102", "RI3103", "RI3103", "RI3103", "RI3601"],
        (await CheckAsync(Ensemble(4).Remove("ensemble").Remove("password").Remove("kubernetes")
            .SetItem("color", new PropertyValue("red"))))
            .Select(reason => reason[..6]).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Drain_FirstAndWhenGrowing_TellsTheSizeWithoutAskingAnybody()
    {
        var created = await _provider.Create(
            new CreateRequest(s_drain, Ensemble(3), TimeSpan.Zero, preview: false), CancellationToken.None);
        var grown = await UpdateAsync(s_drain, Ensemble(3), Ensemble(5), preview: false);

        Assert.Equal("zk", created.Id);
        Assert.Equal((3.0, 5.0), (SizeOf(created.Outputs!), SizeOf(grown.Outputs!)));
        Assert.Empty(_engine.Lines);
    }

    /// <summary>Neither an error nor "no change".</summary>
    [Fact]
    public async Task Preview_NobodyToAsk_SaysThatItIsUnknown()
    {
        await UpdateAsync(s_drain, Ensemble(5), Ensemble(3), preview: true);
        await UpdateAsync(s_topology, Ensemble(3), Ensemble(5), preview: true);

        Assert.Equal(2, _engine.Lines.Count);
        Assert.All(_engine.Lines, line => Assert.Contains("is unknown until deployed", line.Message));
    }

    private Task<UpdateResponse> UpdateAsync(
        Urn urn, ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> young,
        bool preview) => _provider.Update(
        new UpdateRequest(urn, "zk", old, young, TimeSpan.Zero, [], preview, old), CancellationToken.None);

    private static double SizeOf(IDictionary<string, PropertyValue> outputs) =>
        outputs["size"].TryGetNumber(out double size) ? size : 0;

    private async Task<List<string>> CheckAsync(ImmutableDictionary<string, PropertyValue> inputs) =>
        [.. ((await _provider.Check(new CheckRequest(s_drain, [], inputs, []), CancellationToken.None)).Failures ?? [])
            .Select(failure => failure.Reason)];

    private static ImmutableDictionary<string, PropertyValue> Ensemble(int size) => Bags.Of(
        ("ensemble", new PropertyValue("zk")),
        ("servers", Bags.List([.. Enumerable.Range(0, size).Select(
            index => new PropertyValue($"zk-{index}.zk-servers.prod.svc.cluster.local"))])),
        ("password", new PropertyValue("a-long-password")),
        ("kubernetes", PropertyValues.Map(("namespace", new PropertyValue("prod")))));
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Monitoring;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Tests;

/// <summary>Objects of kinds that a cluster may not serve: made where they can be, and told where not.</summary>
public sealed class MonitoringObjectsTests
{
    private const string Monitor = "monitoring.coreos.com/v1/ServiceMonitor";
    private const string Rule = "monitoring.coreos.com/v1/PrometheusRule";
    private static readonly Urn s_urn = new("urn:pulumi:dev::redis::redisinfra:index:MonitoringObjects::cache");
    private static readonly ImmutableDictionary<string, PropertyValue> s_none =
        ImmutableDictionary<string, PropertyValue>.Empty;

    private readonly FakeEngine _engine = new();
    private readonly FakeObjects _cluster = new();
    private readonly RedisInfraProvider _provider;

    public MonitoringObjectsTests() => _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
        false, TimeProvider.System, (_, _) => Task.FromResult<Reach.IKubernetesPods>(new FakePods()),
        CancellationToken.None)
    {
        OpenObjects = (_, _) => Task.FromResult<IKubernetesObjects>(_cluster),
    });

    [Fact]
    public async Task Check_KindsThatAreMissing_AreToldAndLeftOut()
    {
        _cluster.Served.Add(Monitor);

        var made = await CreateAsync(await CheckAsync(s_none, Inputs()));

        Assert.Equal(
            "RI4610 monitoring of \"cache\": the cluster has no monitoring.coreos.com/v1/PrometheusRule, but the rest "
            + "is made without them. Install the Prometheus operator and run up again, or leave it so.",
            Assert.Single(_engine.Lines).Message);
        Assert.Equal([Monitor], Texts(made["served"]));
        Assert.Equal(["ServiceMonitor prod/cache"], _cluster.Standing.Keys);
    }

    [Fact]
    public async Task Check_RequiredAndMissing_Refused()
    {
        var inputs = Inputs().SetItem("required", new PropertyValue(true));

        var response = await _provider.Check(new CheckRequest(s_urn, s_none, inputs, []), CancellationToken.None);

        Assert.StartsWith("RI4611", Assert.Single(response.Failures!).Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DiagnosticException>(() => CreateAsync(inputs));
        Assert.Empty(_cluster.Standing);
    }

    /// <summary>Nothing differs until the kinds are there; then that alone is a difference.</summary>
    [Fact]
    public async Task Diff_KindsThatCameLater_IsAnUpdateThatMakesTheObjects()
    {
        var old = await CheckAsync(s_none, Inputs());
        var outputs = await CreateAsync(old);
        Assert.False((await DiffAsync(old, outputs, await CheckAsync(old, Inputs()))).Changes);
        _cluster.Served.UnionWith([Monitor, Rule]);

        var young = await CheckAsync(old, Inputs());
        var diff = await DiffAsync(old, outputs, young);
        Assert.Equal(["served"], diff.Diffs);
        await UpdateAsync(old, outputs, young);

        Assert.Equal(2, _cluster.Standing.Count);
    }

    [Fact]
    public async Task Check_NobodyAnswers_KeepsWhatWasKnown()
    {
        _cluster.Served.UnionWith([Monitor, Rule]);
        var old = await CheckAsync(s_none, Inputs());
        _cluster.IsThere = false;

        Assert.Equal([Monitor, Rule], Texts((await CheckAsync(old, Inputs()))["served"]));
        Assert.DoesNotContain("served", (await CheckAsync(s_none, Inputs())).Keys);
        Assert.All(_engine.Lines, line => Assert.StartsWith("RI4612", line.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Update_ObjectThatIsNotDeclaredAnyMore_IsDeleted()
    {
        _cluster.Served.UnionWith([Monitor, Rule]);
        var old = await CheckAsync(s_none, Inputs());
        var outputs = await CreateAsync(old);

        await UpdateAsync(old, outputs, await CheckAsync(old, Inputs("ServiceMonitor")));
        Assert.Equal(["ServiceMonitor prod/cache"], _cluster.Standing.Keys);
    }

    [Fact]
    public async Task Create_ObjectOfSomethingElse_IsNotTakenOver()
    {
        _cluster.Served.UnionWith([Monitor, Rule]);
        _cluster.Standing["PrometheusRule prod/cache"] = new JsonObject { ["spec"] = "theirs" };

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => CreateAsync(Inputs()));
        Assert.Contains("RI4613", refused.Message);
        Assert.Equal("theirs", (string)_cluster.Standing["PrometheusRule prod/cache"]["spec"]!);

        // What a killed run of this resource made is taken up.
        _cluster.Standing.Remove("PrometheusRule prod/cache");
        await CreateAsync(Inputs());
    }

    [Fact]
    public async Task ReadAndDelete_ByWhatStands()
    {
        _cluster.Served.UnionWith([Monitor, Rule]);
        var inputs = await CheckAsync(s_none, Inputs());
        var outputs = await CreateAsync(inputs);
        _cluster.Standing.Remove("PrometheusRule prod/cache");

        var read = await _provider.Read(new ReadRequest(s_urn, "prod/cache", outputs, inputs), CancellationToken.None);
        Assert.Single(Texts(read.Inputs!["objects"]));
        Assert.True((await DiffAsync(read.Inputs.ToImmutableDictionary(), outputs, inputs)).Changes);

        await _provider.Delete(
            new DeleteRequest(s_urn, "prod/cache", outputs, TimeSpan.Zero, inputs), CancellationToken.None);
        Assert.Empty(_cluster.Standing);
        read = await _provider.Read(new ReadRequest(s_urn, "prod/cache", outputs, inputs), CancellationToken.None);
        Assert.Equal("", read.Id);
    }

    private static ImmutableDictionary<string, PropertyValue> Inputs(params string[] kinds) => Bags.Of(
        ("component", new PropertyValue("cache")),
        ("kubernetes", PropertyValues.Map(("namespace", new PropertyValue("prod")))),
        ("objects", Bags.List([
            .. (kinds.Length == 0 ? ["ServiceMonitor", "PrometheusRule"] : kinds).Select(kind => new PropertyValue(
                "{\"apiVersion\":\"monitoring.coreos.com/v1\",\"kind\":\"" + kind
                + "\",\"metadata\":{\"name\":\"cache\",\"namespace\":\"prod\"}}")),
        ])));

    private static List<string> Texts(PropertyValue value) => value.TryGetArray(out var items)
        ? [.. items.Select(item => item.TryGetString(out string? text) ? text : "")] : [];

    private async Task<ImmutableDictionary<string, PropertyValue>> CheckAsync(
        ImmutableDictionary<string, PropertyValue> old, ImmutableDictionary<string, PropertyValue> inputs)
    {
        var response = await _provider.Check(new CheckRequest(s_urn, old, inputs, []), CancellationToken.None);
        Assert.Empty(response.Failures ?? []);
        return response.Inputs!.ToImmutableDictionary();
    }

    private async Task<ImmutableDictionary<string, PropertyValue>> CreateAsync(
        ImmutableDictionary<string, PropertyValue> inputs) => (await _provider.Create(
            new CreateRequest(s_urn, inputs, TimeSpan.Zero, preview: false), CancellationToken.None))
        .Outputs!.ToImmutableDictionary();

    private Task<DiffResponse> DiffAsync(
        ImmutableDictionary<string, PropertyValue> oldInputs, ImmutableDictionary<string, PropertyValue> outputs,
        ImmutableDictionary<string, PropertyValue> inputs) => _provider.Diff(
        new DiffRequest(s_urn, "prod/cache", outputs, inputs, [], oldInputs), CancellationToken.None);

    private Task UpdateAsync(
        ImmutableDictionary<string, PropertyValue> oldInputs, ImmutableDictionary<string, PropertyValue> outputs,
        ImmutableDictionary<string, PropertyValue> inputs) => _provider.Update(
        new UpdateRequest(s_urn, "prod/cache", outputs, inputs, TimeSpan.Zero, [], false, oldInputs),
        CancellationToken.None);
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Tests;

public sealed class ClusterTopologyTests
{
    private static readonly Urn s_urn = new("urn:pulumi:dev::redis::redisinfra:index:ClusterTopology::cache-topology");
    private readonly FakeEngine _engine = new();
    private readonly FakePods _pods = new("data-cache-0-0-0", "data-cache-0-1-0");
    private readonly RedisInfraProvider _provider;

    public ClusterTopologyTests() => _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
        false, TimeProvider.System, (_, _) => Task.FromResult<Reach.IKubernetesPods>(_pods), CancellationToken.None));

    [Fact]
    public async Task Check_Valid_NoFailures() => Assert.Empty(await CheckAsync(Bags.Valid()));

    [Fact]
    public async Task Check_NothingKnownYet_NoFailures() => Assert.Empty(await CheckAsync(Bags.Valid()
        .SetItem("members", PropertyValue.Computed).SetItem("password", PropertyValue.Computed.WithSecret(true))
        .SetItem("kubernetes", PropertyValue.Computed).SetItem("workloads", Bags.List(PropertyValue.Computed))));

    [Fact]
    public async Task Check_EverythingWrong_AllToldAtOnceWithTheirPlaces()
    {
        var failures = await CheckAsync(Bags.Of(
            ("members", Bags.List(
                Bags.Member("a", 0, 0, "h", 0),
                Bags.Map(("name", new PropertyValue("b")), ("colour", new PropertyValue("red"))))),
            ("password", new PropertyValue("short")),
            ("nodeTimeoutMs", new PropertyValue(3)),
            ("replicas", new PropertyValue(1)),
            ("tls", Bags.Map(("enabled", new PropertyValue("yes")), ("caCertificate", new PropertyValue("none")))),
            ("kubernetes", Bags.Map(("claimPolicy", new PropertyValue("keep"))))));

        Assert.Equal(
        [
            "clusterName RI3103", "kubernetes.claimPolicy RI3109", "kubernetes.namespace RI3103",
                "members[0].port RI3103",
            "members[1].colour RI3102", "members[1].host RI3103", "members[1].index RI3103", "members[1].port RI3103",
            "members[1].shard RI3103", "nodeTimeoutMs RI3103", "password RI3106", "replicas RI3102",
            "tls.caCertificate RI3111", "tls.enabled RI3103",
        ], failures);
    }

    [Theory]
    [InlineData(2, "RI3101")]
    [InlineData(1, "RI3101")]
    public async Task Check_FewerThanThreeShards_Refused(int shards, string code) =>
        Assert.Equal([$"members {code}"], await CheckAsync(Bags.Valid(shards)));

    [Fact]
    public async Task Check_MembersThatDontFitTogether_AllTold()
    {
        var failures = await CheckAsync(Bags.Valid().SetItem("members", Bags.List(
            Bags.Member("a", 0, 0, "h1", 1), Bags.Member("a", 1, 0, "h2", 1),
            Bags.Member("c", 2, 1, "h2", 1), Bags.Member("d", 4, 0, "h4", 1))));

        Assert.Equal(["members RI3104", "members RI3104", "members RI3105", "members RI3105"], failures);
    }

    [Fact]
    public void Diff_Same_NoChangesWhateverIsSecret() =>
        Assert.False(ClusterTopologyResource.Diff(Bags.Valid(), Bags.Valid()
            .SetItem("password", new PropertyValue("a-long-password"))).Changes);

    [Fact]
    public void Diff_NewPasswordOrWorkload_AnUpdate()
    {
        var changed = Bags.Valid().SetItem("password", new PropertyValue("another-password"))
            .SetItem("workloads", Bags.List(PropertyValue.Computed));

        var diff = ClusterTopologyResource.Diff(Bags.Valid(), changed);

        Assert.True(diff.Changes);
        Assert.Empty(diff.Replaces!);
        Assert.Equal(["password", "workloads"], diff.Diffs);
    }

    [Fact]
    public void Diff_AnotherNameOrNamespace_AReplacement()
    {
        var old = Bags.Valid().SetItem("kubernetes", Bags.Kubernetes("prod"));
        var changed = old.SetItem("clusterName", new PropertyValue("other")).SetItem("kubernetes",
            Bags.Kubernetes("test"));

        Assert.Equal(["clusterName", "kubernetes"], ClusterTopologyResource.Diff(old, changed).Replaces);
        Assert.Empty(ClusterTopologyResource.Diff(old,
            old.SetItem("kubernetes", Bags.Kubernetes("prod", "delete"))).Replaces!);
    }

    [Fact]
    public async Task Create_PreviewBeforeAnythingExists_SaysWhatWillBeFormed()
    {
        var inputs = Bags.Valid().SetItem("kubernetes", Bags.Kubernetes());

        var created = await _provider.Create(new CreateRequest(s_urn, inputs, TimeSpan.Zero, preview: true), default);

        var line = Assert.Single(_engine.Lines);
        Assert.Equal((LogSeverity.Info, s_urn), (line.Severity, line.Urn));
        Assert.Equal("unknown until deployed; when the members are new, will form 3 masters and 3 replicas: "
            + "slots 0-5460 on cache-0-0, slots 5461-10921 on cache-1-0, slots 10922-16383 on cache-2-0", line.Message);
        Assert.Equal("prod/cache", created.Id);
        Assert.True(created.Outputs!["nodes"].IsComputed && created.Outputs["adopted"].IsComputed);
        Assert.Equal(new PropertyValue(16384), created.Outputs["slotsAssigned"]);
        Assert.True(created.Outputs["password"].IsSecret);
    }

    [Fact]
    public async Task Create_PreviewWithAnUnknownPassword_DoesntFail()
    {
        var inputs = Bags.Valid().SetItem("password", PropertyValue.Computed);

        var created = await _provider.Create(new CreateRequest(s_urn, inputs, TimeSpan.Zero, preview: true), default);

        Assert.Contains("unknown until deployed", Assert.Single(_engine.Lines).Message);
        Assert.True(created.Outputs!["masters"].IsComputed);
    }

    [Fact]
    public async Task Create_MembersNeverAnswer_FailsInTimeAndSaysHowToGoOn()
    {
        var inputs = Bags.Valid().SetItem("kubernetes", Bags.Kubernetes());

        var failed = await Assert.ThrowsAnyAsync<Exception>(() => _provider.Create(
            new CreateRequest(s_urn, inputs, TimeSpan.FromMilliseconds(300), preview: false), default));

        Assert.Contains("RI3020", failed.Message);
        Assert.Contains("pod cache-0-0 isn't there", failed.Message);
        Assert.Contains("Running again continues", failed.Message);
        Assert.DoesNotContain("a-long-password", failed.ToString());
    }

    [Fact]
    public async Task Read_NoPodExists_Gone()
    {
        var read = await ReadAsync();

        Assert.Equal("", read.Id);
    }

    [Fact]
    public async Task Read_PodsExistButDontAnswer_AnErrorNotGone()
    {
        _pods.Ips["cache-0-0"] = "10.0.0.1";

        var failed = await Assert.ThrowsAsync<InvalidOperationException>(ReadAsync);

        Assert.Contains("RI3024", failed.Message);
    }

    [Fact]
    public async Task Delete_ClaimsRetained_SaysWhichStayAndHowToRemoveThem()
    {
        await DeleteAsync("retain");

        Assert.Empty(_pods.Deleted);
        Assert.Equal("keeps 2 claim(s) of Redis Cluster \"cache\" with their data, because they are declared to "
            + "outlive it: data-cache-0-0-0, data-cache-0-1-0. To remove them: kubectl delete pvc -n prod -l "
            + "app.kubernetes.io/instance=cache", Assert.Single(_engine.Lines).Message);
    }

    [Fact]
    public async Task Delete_ClaimsDeleted_DeletesThem()
    {
        await DeleteAsync("delete");

        Assert.Equal(["data-cache-0-0-0", "data-cache-0-1-0"], _pods.Deleted);
    }

    [Fact]
    public async Task GetSchema_IsJsonWithEveryInputAndOutput()
    {
        var schema = JsonNode.Parse((await _provider.GetSchema(new GetSchemaRequest(0, "", ""), default)).Schema!)!;

        var resource = schema["resources"]!["redisinfra:index:ClusterTopology"]!;
        Assert.Equal(8, resource["inputProperties"]!.AsObject().Count);
        Assert.Equal(15, resource["properties"]!.AsObject().Count);
        Assert.All(resource["required"]!.AsArray(), name => Assert.NotNull(resource["properties"]![(string)name!]));
        Assert.True((bool)resource["properties"]!["password"]!["secret"]!);
        Assert.Equal(
            Provider.Preflight.PreflightInputs.Names.Order(),
            schema["resources"]!["redisinfra:index:Preflight"]!["inputProperties"]!.AsObject()
                .Select(property => property.Key).Order());
    }

    [Fact]
    public async Task Configure_SupportsPreview() => Assert.True((await _provider.Configure(new ConfigureRequest(
        ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, PropertyValue>.Empty, true, true, true,
            true),
        default)).SupportsPreview);

    [Theory]
    [InlineData("127.0.0.1:4711", 4711)]
    [InlineData("4711", 4711)]
    public void EngineWatch_FindsTheEnginesAddress(string arg, int port) =>
        Assert.Equal(port, EngineWatch.AddressIn(["--logtostderr", arg])!.Port);

    [Fact]
    public async Task EngineWatch_EngineGone_Cancels()
    {
        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        using var gone = new CancellationTokenSource();
        await using var watch = EngineWatch.Start([$"127.0.0.1:{port}"], gone, TimeProvider.System);
        Assert.False(gone.IsCancellationRequested);

        listener.Stop();

        await Task.Delay(TimeSpan.FromSeconds(30), gone.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.True(gone.IsCancellationRequested);
    }

    private async Task<List<string>> CheckAsync(ImmutableDictionary<string, PropertyValue> inputs)
    {
        var response = await _provider.Check(new CheckRequest(
            s_urn, ImmutableDictionary<string, PropertyValue>.Empty, inputs, []), default);
        return [.. response.Failures!.Select(failure => $"{failure.Property} {failure.Reason.Split(' ')[0]}")
            .Order(StringComparer.Ordinal)];
    }

    private Task<ReadResponse> ReadAsync() => _provider.Read(new ReadRequest(s_urn, "prod/cache",
        Bags.Valid(), Bags.Valid().SetItem("kubernetes", Bags.Kubernetes())), default);

    private Task DeleteAsync(string policy) => _provider.Delete(new DeleteRequest(s_urn, "prod/cache",
        Bags.Valid(), TimeSpan.Zero, Bags.Valid().SetItem("kubernetes", Bags.Kubernetes("prod", policy))), default);
}

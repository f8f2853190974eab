using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Preflight;

namespace RedisInfra.Provider.Tests.Preflight;

public sealed class PreflightCheckTests
{
    private static readonly Urn s_urn = new("urn:pulumi:dev::redis::redisinfra:index:Preflight::cache-preflight");
    private readonly FakeEngine _engine = new();
    private readonly List<PreflightInputs> _asked = [];
    private Func<PreflightFacts> _answer = () => new PreflightFacts { Namespace = new("Active", null) };

    [Fact]
    public async Task Check_SomethingNotKnownYet_TheRestIsAskedAllTheSame()
    {
        _answer = () => new PreflightFacts { Context = "ctx", Namespace = new("", null) };

        var failures = await CheckAsync(Needs().SetItem("claims", Bags.List(Bags.Map(
            ("argument", new PropertyValue("StorageClass")), ("storageClass", PropertyValue.Computed)))));

        var failure = Assert.Single(failures);
        Assert.Equal("", failure.Property);
        Assert.StartsWith("RI4601 RedisCluster \"cache\": Namespace = \"prod\", but", failure.Reason);
        var asked = Assert.Single(_asked);
        var places = Assert.Single(asked.Places);
        Assert.Equal(("cache", "kubernetes.io/hostname", 2), (asked.Service, places.Key, places.Count));
        Assert.Equal("create patch", string.Join(' ', Assert.Single(asked.Rules).Verbs));
        Assert.Empty(asked.Claims);
        Assert.Empty(_engine.Lines);
    }

    [Fact]
    public async Task Check_OfAnotherComponent_FindingsNameIt()
    {
        _answer = () => new PreflightFacts { Namespace = new("", null) };

        var failures = await CheckAsync(Needs().SetItem("subject", new PropertyValue("TwemproxyPool \"shop\"")));

        Assert.StartsWith("RI4601 TwemproxyPool \"shop\": Namespace", Assert.Single(failures).Reason);
    }

    /// <summary>Made by a version that had no preflight: what stands isn't refused.</summary>
    [Fact]
    public async Task Check_NewButTheComponentStands_WarnsOnly()
    {
        _answer = () => new PreflightFacts
        {
            Namespace = new("Active", null), Stands = true, Nodes = new([], null),
        };

        Assert.Empty(await CheckAsync(Needs()));

        var line = Assert.Single(_engine.Lines);
        Assert.Equal(LogSeverity.Warning, line.Severity);
        Assert.StartsWith("RI4602 RedisCluster \"cache\": Spread = Required keeps 2 members apart", line.Message);
    }

    [Fact]
    public async Task Check_ClusterDoesntAnswer_SaysSoAndRefusesOnlyWhatIsWrongAnywhere()
    {
        _answer = () => throw new DiagnosticException(new Diagnostic("RI4005", "context", "a", "no answer", "b"));

        Assert.Empty(await CheckAsync(Needs()));

        var line = Assert.Single(_engine.Lines);
        Assert.Equal((LogSeverity.Info, s_urn), (line.Severity, line.Urn));
        Assert.StartsWith("RI4606 RedisCluster \"cache\": the cluster should be checked before anything is made, but "
            + "could not be checked: RI4005", line.Message);
        var failure = Assert.Single(await CheckAsync(Needs(image: "Redis:7")));
        Assert.StartsWith("RI4605", failure.Reason);
    }

    [Fact]
    public async Task Check_NoRightToListNodes_IsInformationNotARefusal()
    {
        _answer = () => new PreflightFacts
        {
            Namespace = new("Active", null),
            Nodes = new(null, "nodes is forbidden: User \"u\" cannot list"),
        };

        Assert.Empty(await CheckAsync(Needs()));

        Assert.Equal("RI4606 RedisCluster \"cache\": the number of nodes should be checked before anything "
            + "is made, but could not be checked: nodes is forbidden: User \"u\" cannot list. Nothing has to be "
            + "done; what doesn't fit shows when it is made.", Assert.Single(_engine.Lines).Message);
    }

    [Fact]
    public async Task Check_NothingNewSinceTheLastUp_NobodyIsAsked()
    {
        _answer = () => new PreflightFacts { Namespace = new("", null) };

        Assert.Empty(await CheckAsync(Needs(), Needs()));

        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Check_AnotherNamespaceThanBefore_EverythingIsAsked()
    {
        var old = Needs().SetItem("kubernetes", Bags.Kubernetes("test"));

        await CheckAsync(Needs(), old);

        Assert.Equal(2, Assert.Single(Assert.Single(_asked).Places).Count);
    }

    [Fact]
    public async Task Check_KubeconfigNotKnownYet_AsksNoOtherCluster()
    {
        var access = Bags.Map(("namespace", new PropertyValue("prod")), ("kubeconfig", PropertyValue.Computed));

        Assert.Empty(await CheckAsync(Needs().SetItem("kubernetes", access)));

        Assert.Empty(_asked);
        Assert.Contains("isn't known yet", Assert.Single(_engine.Lines).Message);
    }

    [Fact]
    public async Task Check_MalformedPreflight_ToldWithItsPlace()
    {
        var inputs = Needs().Remove("subject")
            .SetItem("places", Bags.List(Bags.Map(
                ("pods", new PropertyValue("members")), ("count", new PropertyValue(0)),
                ("topologyKey", new PropertyValue("zone")))))
            .SetItem("nodePorts", Bags.List(new PropertyValue("x")))
            .SetItem("colour", new PropertyValue(1));

        Assert.Equal(
            ["colour", "subject", "places[0].count", "nodePorts[0]"],
            (await CheckAsync(inputs)).Select(failure => failure.Property));
    }

    /// <summary>The needs stay in the state, so that the next check knows what stands.</summary>
    [Fact]
    public async Task CreateAndUpdate_Always_KeepTheInputsAndMakeNothing()
    {
        var provider = Provider();
        var created = await provider.Create(
            new CreateRequest(s_urn, Needs(), TimeSpan.Zero, preview: false), default);
        var other = Needs("redis:8.0");
        var diff = await provider.Diff(new DiffRequest(
            s_urn, created.Id!, Needs(), other.SetItem("kubernetes", Bags.Kubernetes("test")), [], Needs()), default);
        var updated = await provider.Update(new UpdateRequest(
            s_urn, created.Id!, Needs(), other, TimeSpan.Zero, [], false, Needs()), default);

        Assert.Equal("RedisCluster \"cache\"", created.Id);
        Assert.Equal(Needs().Keys.Order(), created.Outputs!.Keys.Order());
        Assert.Equal(["images", "kubernetes"], diff.Diffs);
        Assert.Empty(diff.Replaces ?? []);
        Assert.Equal(other["images"], updated.Outputs!["images"]);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task DiffOfTopology_StateThatStillHasThePreflight_DiffersInNothing()
    {
        var old = Bags.Valid().SetItem("preflight", Bags.Map(("image", new PropertyValue("redis:7"))));
        var urn = new Urn("urn:pulumi:dev::redis::redisinfra:index:ClusterTopology::cache-topology");

        var diff = await Provider().Diff(new DiffRequest(urn, "prod/cache", old, Bags.Valid(), [], old), default);

        Assert.False(diff.Changes);
    }

    /// <summary>Data would be left behind, so it is refused; also when nobody can say that there is none.</summary>
    [Theory]
    [InlineData(true, 2)]
    [InlineData(null, 2)]
    [InlineData(false, 0)]
    public async Task Check_OtherPlaceOfData_IsRefusedUnlessNothingStands(bool? stands, int refused)
    {
        _answer = () => new PreflightFacts { Namespace = new("Active", null), Stands = stands };
        var young = Lasting(("Namespace", "prod"), ("Storage", "ephemeral"), ("Workload", "Deployment"));

        var failures = await CheckAsync(
            young, Lasting(("Namespace", "prod"), ("Storage", "claims"), ("Workload", "StatefulSet")));

        Assert.Equal(refused, failures.Count);
        Assert.All(failures, failure => Assert.StartsWith("RI4607 RedisCluster \"cache\": ", failure.Reason));
        if (refused > 0)
            Assert.Equal(
                "RI4607 RedisCluster \"cache\": Storage is to go from claims to ephemeral, but its data stays where it "
                + "is, and all pods would start without it. Leave it at claims. Declare another deployment and copy "
                + "the data, or destroy this one first when the data may go.", failures[0].Reason);
        Assert.Empty(await CheckAsync(young, young));
        Assert.Empty(await CheckAsync(young, Needs()));
    }

    private static ImmutableDictionary<string, PropertyValue> Lasting(params (string, string)[] entries) =>
        Needs().SetItem(
            "lasting", Bags.Map([.. entries.Select(entry => (entry.Item1, new PropertyValue(entry.Item2)))]));

    private static ImmutableDictionary<string, PropertyValue> Needs(string image = "redis:7.0") => Bags.Of(
        ("subject", new PropertyValue("RedisCluster \"cache\"")),
        ("kubernetes", Bags.Kubernetes()),
        ("service", new PropertyValue("cache")),
        ("images", Bags.List(Bags.Map(
            ("argument", new PropertyValue("Image")), ("name", new PropertyValue(image))))),
        ("places", Bags.List(Bags.Map(
            ("pods", new PropertyValue("members")), ("count", new PropertyValue(2)),
            ("topologyKey", new PropertyValue("kubernetes.io/hostname"))))),
        ("rules", Bags.List(Bags.Map(
            ("resources", Bags.List(new PropertyValue("secrets"))),
            ("verbs", Bags.List(new PropertyValue("create"), new PropertyValue("patch")))))));

    private async Task<IList<CheckFailure>> CheckAsync(
        ImmutableDictionary<string, PropertyValue> inputs, ImmutableDictionary<string, PropertyValue>? old = null)
    {
        var response = await Provider().Check(new CheckRequest(
            s_urn, old ?? ImmutableDictionary<string, PropertyValue>.Empty, inputs, []), default);
        return response.Failures!;
    }

    private RedisInfraProvider Provider() => new(_engine, new ProviderEnvironment(
        false, TimeProvider.System, (_, _) => Task.FromResult<Reach.IKubernetesPods>(new FakePods()),
        CancellationToken.None)
    {
        ReadFacts = (_, needs, _) =>
        {
            _asked.Add(needs);
            return Task.FromResult(_answer());
        },
    });
}

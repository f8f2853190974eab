using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Provider.Preflight;
using RedisInfra.Provider.Topology;

namespace RedisInfra.Provider.Tests.Preflight;

public sealed class PreflightCheckTests
{
    private static readonly Urn s_urn = new("urn:pulumi:dev::redis::redisinfra:index:ClusterTopology::cache-topology");
    private readonly FakeEngine _engine = new();
    private readonly List<PreflightInputs> _asked = [];
    private Func<PreflightFacts> _answer = () => new PreflightFacts { Namespace = new("Active", null) };

    [Fact]
    public async Task Check_PasswordNotKnownYet_ClusterIsAskedAllTheSame()
    {
        _answer = () => new PreflightFacts { Context = "ctx", Namespace = new("", null) };

        var failures = await CheckAsync(Needs().SetItem("password", PropertyValue.Computed));

        var failure = Assert.Single(failures);
        Assert.Equal("", failure.Property);
        Assert.StartsWith("RI4601 RedisCluster \"cache\": Namespace = \"prod\", but", failure.Reason);
        var asked = Assert.Single(_asked);
        Assert.Equal(("cache", "kubernetes.io/hostname", 2), (asked.Service, asked.ApartBy, asked.MembersApart));
        Assert.Equal("create patch", string.Join(' ', Assert.Single(asked.Rules).Verbs));
        Assert.Empty(_engine.Lines);
    }

    [Fact]
    public async Task Check_BadInputsAndALackingCluster_AllToldAtOnce()
    {
        _answer = () => new PreflightFacts { Namespace = new("", null) };

        var failures = await CheckAsync(Needs().SetItem("password", new PropertyValue("short")));

        Assert.Equal(["RI3106", "RI4601"], failures.Select(failure => failure.Reason.Split(' ')[0]));
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

        Assert.Equal(2, Assert.Single(_asked).MembersApart);
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
        var inputs = Needs().SetItem("preflight", Bags.Map(
            ("spread", new PropertyValue("maybe")), ("nodePorts", Bags.List(new PropertyValue("x"))),
            ("colour", new PropertyValue(1))));

        Assert.Equal(
            ["preflight.colour", "preflight.spread", "preflight.nodePorts"],
            (await CheckAsync(inputs)).Select(failure => failure.Property));
    }

    [Fact]
    public void Diff_OnlyThePreflightChanged_NoChange() => Assert.False(
        ClusterTopologyResource.Diff(Needs(), Needs(image: "redis:8")).Changes);

    [Fact]
    public async Task Create_Preview_OutputsLeaveThePreflightOut()
    {
        var created = await Provider().Create(new CreateRequest(s_urn, Needs(), TimeSpan.Zero, preview: true), default);

        Assert.False(created.Outputs!.ContainsKey("preflight"));
    }

    private static ImmutableDictionary<string, PropertyValue> Needs(string image = "redis:7.0") => Bags.Valid()
        .SetItem("kubernetes", Bags.Kubernetes())
        .SetItem("preflight", Bags.Map(
            ("service", new PropertyValue("cache")), ("image", new PropertyValue(image)),
            ("spread", new PropertyValue("required")), ("topologyKey", new PropertyValue("kubernetes.io/hostname")),
            ("membersApart", new PropertyValue(2)),
            ("rules", Bags.List(Bags.Map(
                ("resources", Bags.List(new PropertyValue("secrets"))),
                ("verbs", Bags.List(new PropertyValue("create"), new PropertyValue("patch"))))))));

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

using System.Collections.Immutable;
using RedisInfra.Provider.Preflight;
using RedisInfra.Provider.Volumes;

namespace RedisInfra.Provider.Tests.Preflight;

public sealed class PreflightRulesTests
{
    private const string Host = "kubernetes.io/hostname";
    private const string Subject = "RedisCluster \"cache\"";
    private static readonly PreflightFacts s_active = new() { Context = "ctx", Namespace = new("Active", null) };
    private static readonly NodePortNeed s_port = new("Service.NodePort", 30079, "cache");

    [Fact]
    public void Evaluate_NothingNeeded_NothingFound() => Assert.Empty(Found(new(), s_active));

    [Fact]
    public void Evaluate_EverythingMissing_EveryFindingAtOnce()
    {
        var needs = new PreflightInputs
        {
            Service = "cache",
            Claims = [new("A.Storage.StorageClass", "fast"), new("B.Storage.StorageClass", "fast"), new("C", "lab")],
            Places = [new("members", 3, Host)],
            NodePorts = [new("Service.NodePort", 30100, "cache"), s_port],
            Images = [new("Image", "lab/Redis:7.0"), new("Proxy.Image", "proxy:1")],
        };
        var facts = s_active with
        {
            Rights = Of(new MissingRight("create", "configmaps", false), new MissingRight("patch", "configmaps", false),
                new MissingRight("create", "secrets", false), new MissingRight("patch", "secrets", false),
                new MissingRight("list", "pods", false), new MissingRight("create", "persistentvolumes", true)),
            Nodes = Of(Node("a"), Node("b"), Node("c") with { IsSchedulable = false }),
            StorageClasses = Of(new VolumeClass("lab", Expands: false, true)),
            NodePorts = Of(new NodePortFact(30079, "web", "shop")),
        };

        Assert.Equal(
        [
            "RI4007 RedisCluster \"cache\": it needs to create, patch configmaps, secrets; list pods in namespace "
                + "\"prod\", but the user of context \"ctx\" has no right to. Ask the cluster's administrator for a "
                + "Role with these rights.",
            "RI4007 RedisCluster \"cache\": it needs to create persistentvolumes in the whole cluster, but the user "
                + "of context \"ctx\" has no right to. Ask the cluster's administrator for a ClusterRole with these "
                + "rights.",
            "RI4605 RedisCluster \"cache\": Image = \"lab/Redis:7.0\", but a repository has no upper-case letters. "
                + "Give repository:tag as a registry knows it.",
            "RI4602 RedisCluster \"cache\": Spread = Required keeps 3 members apart by kubernetes.io/hostname, "
                + "but the nodes that take them have 2 values: a, b (1 of 3 nodes don't take these pods). Add "
                + "nodes, set Spread to Preferred, or declare fewer replicas.",
            "RI4603 RedisCluster \"cache\": A.Storage.StorageClass, B.Storage.StorageClass = \"fast\", but the cluster "
                + "has 1 storage class: lab. Name one that exists, or create it.",
            "RI4604 RedisCluster \"cache\": Service.NodePort = 30079, but Service shop in namespace web has it. Choose "
                + "another port from 30000 to 32767, or leave it out: then Kubernetes chooses one.",
        ], Found(needs, facts));
    }

    [Fact]
    public void Evaluate_NamespaceMissing_SaysHowToCreateItAndNothingAboutRightsInIt() => Assert.Equal(
        [
            "RI4601 RedisCluster \"cache\": Namespace = \"prod\", but the cluster of context \"ctx\" has no such "
                + "namespace. Create it (kubectl --context ctx create namespace prod), declare it in the program and "
                + "take its name from there, or name one that exists.",
        ],
        Found(new(), s_active with
        {
            Namespace = new("", null),
            Rights = Of(new MissingRight("create", "configmaps", false)),
        }));

    [Theory]
    [InlineData("", true, "")]
    [InlineData("Active", true, "")]
    [InlineData("Terminating", true, "RI4601")]
    [InlineData("Terminating", false, "RI4601")]
    [InlineData("", false, "RI4601")]
    public void Evaluate_Namespace_RefusedUnlessTheProgramMakesIt(string phase, bool isDeclared, string codes) =>
        Assert.Equal(codes, Codes(
            new() { IsNamespaceDeclared = isDeclared }, s_active with { Namespace = new(phase, null) }));

    [Theory]
    [InlineData(null, "slow", false, "RI4603")]
    [InlineData(null, "slow", true, "")]
    [InlineData("slow", "slow", false, "")]
    [InlineData("fast", "slow", true, "RI4603")]
    [InlineData("", "slow", false, "")]
    public void Evaluate_StorageClass_MustExistOrBeTheDefault(
        string? asked, string known, bool isDefault, string codes) =>
        Assert.Equal(codes, Codes(
            new() { Claims = [new("StorageClass", asked)] },
            s_active with { StorageClasses = Of(new VolumeClass(known, Expands: false, isDefault)) }));

    [Theory]
    [InlineData("manual", "manual", "")]
    [InlineData(null, "", "")]
    [InlineData("manual", "", "RI4603")]
    public void Evaluate_VolumesOfAClassWithoutStorageClass_AreEnough(string? asked, string volumes, string codes) =>
        Assert.Equal(codes, Codes(
            new() { Claims = [new("StorageClass", asked)] },
            s_active with { StorageClasses = Of<VolumeClass>(), VolumeClasses = Of(volumes) }));

    [Fact]
    public void Evaluate_OwnServiceHoldsThePort_NotAClash()
    {
        var needs = new PreflightInputs { NodePorts = [s_port] };

        Assert.Equal("", Codes(needs, Holding(new NodePortFact(30079, "prod", "cache"))));
        Assert.Equal("RI4604", Codes(needs, Holding(new NodePortFact(30079, "test", "cache"))));
        Assert.Equal("RI4604", Codes(needs, Holding(new NodePortFact(30079, "prod", "cache-read"))));

        static PreflightFacts Holding(NodePortFact port) => s_active with { NodePorts = Of(port) };
    }

    [Fact]
    public void Evaluate_TaintsAndSelectors_DecideWhichNodesCount()
    {
        var dedicated = new TaintFact("dedicated", "redis", "NoSchedule");
        var facts = s_active with
        {
            Nodes = Of(
                Node("a", ("pool", "data")), Node("b", ("pool", "data")) with { Taints = [dedicated] }, Node("c")),
        };
        var needs = new PlacesNeed("members", 2, Host);
        var selects = needs with { NodeSelector = ImmutableDictionary<string, string>.Empty.Add("pool", "data") };

        Assert.Equal("", CodesOf(needs));
        Assert.Equal("RI4602", CodesOf(selects));
        Assert.Equal("", CodesOf(selects with { Tolerations = [new("dedicated", null, null)] }));
        Assert.Equal("", CodesOf(selects with { Tolerations = [new("dedicated", "redis", "NoSchedule")] }));
        Assert.Equal("RI4602", CodesOf(selects with { Tolerations = [new("dedicated", "kafka", null)] }));
        Assert.Equal("RI4602", CodesOf(needs with { Key = "zone" }));

        string CodesOf(PlacesNeed places) => Codes(new() { Places = [places] }, facts);
    }

    /// <summary>A place that the scheduler counts and nobody may have lets no other have two pods.</summary>
    [Theory]
    [InlineData(9, false, true)]
    [InlineData(2, true, true)]
    [InlineData(3, true, false)]
    public void Evaluate_SpreadEvenly_OnePlaceIsEnoughUnlessATaintedOneIsCounted(
        int pods, bool hasTainted, bool isEnough)
    {
        var taint = new TaintFact("node-role.kubernetes.io/control-plane", "", "NoSchedule");
        var facts = s_active with
        {
            Nodes = hasTainted ? Of(Node("a"), Node("b"), Node("c") with { Taints = [taint] }) : Of(Node("a")),
        };
        var needs = new PreflightInputs { Places = [new("proxies", pods, Host) { IsEven = true }] };

        string[] expected = isEnough ? [] :
        [
            "RI4602 RedisCluster \"cache\": Spread = Required spreads 3 proxies evenly over kubernetes.io/hostname, "
                + "but the nodes that take them have 2 values: a, b (1 of 3 nodes don't take these pods); the "
                + "scheduler counts c too, which stays empty, so none may have two. Add nodes, let the pods tolerate "
                + "the taints of those that are there, or set Spread to Preferred.",
        ];
        Assert.Equal(expected, Found(needs, facts));
    }

    [Fact]
    public void Evaluate_ClusterSaidNothing_NothingFound()
    {
        var needs = new PreflightInputs
        {
            Claims = [new("StorageClass", null)], Places = [new("members", 9, Host)], NodePorts = [s_port],
        };

        Assert.Empty(Found(needs, new PreflightFacts { Nodes = new(null, "forbidden") }));
    }

    [Fact]
    public void Since_NothingNew_NothingLeft()
    {
        var needs = new PreflightInputs
        {
            Claims = [new("StorageClass", null)],
            Places = [new("members", 2, Host)],
            NodePorts = [s_port],
            Images = [new("Image", "a:1")],
            Rules = [new("", ["pods"], ["list"], false)],
        };
        var same = needs with { Rules = [new("", ["pods", "secrets"], ["list", "get"], false)] };

        var left = needs.Since(same);

        Assert.False(left.AsksCluster);
        Assert.Empty(left.Images);
        var ports = needs with { NodePorts = [s_port, new("ReadService.NodePort", 30080, "cache-read")] };
        Assert.Equal(30080, Assert.Single(ports.Since(same).NodePorts).Port);
        var fast = needs with { Claims = [new("A", null), new("B", "fast")] };
        Assert.Equal("B", Assert.Single(fast.Since(same).Claims).Argument);
        var more = needs with { Places = [new("members", 3, Host)] };
        Assert.Equal(3, Assert.Single(more.Since(same).Places).Count);
    }

    [Theory]
    [InlineData("redis:7.0")]
    [InlineData("docker.io/lab/redis:7.0-debian12")]
    [InlineData("registry.example.com:5000/a/b__c/d-e.f:v1.2_3")]
    [InlineData("[::1]:5000/redis:7")]
    [InlineData("redis@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void ImageName_ThatARegistryCouldKnow_IsFine(string image) => Assert.Null(ImageName.Problem(image));

    [Theory]
    [InlineData("")]
    [InlineData("redis 7:0")]
    [InlineData("Redis:7.0")]
    [InlineData("https://docker.io/redis:7")]
    [InlineData("redis:7.0:8")]
    [InlineData("redis:")]
    [InlineData("redis:7.0\n")]
    [InlineData("-redis:7.0")]
    [InlineData("redis@sha256:12")]
    [InlineData("a//b:1")]
    public void ImageName_ThatNoRegistryCanKnow_IsRefused(string image) => Assert.NotNull(ImageName.Problem(image));

    private static List<string> Found(PreflightInputs needs, PreflightFacts facts) =>
        [.. PreflightRules.Evaluate(Subject, "prod", needs, facts).Select(finding => finding.ToString())];

    private static string Codes(PreflightInputs needs, PreflightFacts facts) =>
        string.Join(' ', PreflightRules.Evaluate(Subject, "prod", needs, facts).Select(finding => finding.Code));

    private static Answer<IReadOnlyList<T>> Of<T>(params T[] items) => new(items, null);

    private static NodeFact Node(string name, params (string Key, string Value)[] labels) => new(
        name, true, labels.ToImmutableDictionary(label => label.Key, label => label.Value).Add(Host, name), []);
}

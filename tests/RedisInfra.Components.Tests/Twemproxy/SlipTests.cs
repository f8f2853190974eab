using System.Collections;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Components.Tests.Twemproxy;

/// <summary>What the first scenario's original got wrong: here it can't be said, or is refused.</summary>
public sealed class SlipTests
{
    /// <summary>serviceName didn't match the headless Service, so the pods' names didn't resolve.</summary>
    [Fact]
    public async Task ServiceName_Always_IsThatOfTheHeadlessServiceThatPicksThePods()
    {
        var run = await ProxyRun.OfAsync(Variants.Scenario());

        var workload = run.Mocks.InputsOf("cache-alpha");
        var service = run.Mocks.InputsOf("cache-shards");
        Assert.Equal(
            ProxyRun.Map(service["metadata"])["name"], ProxyRun.Map(workload["spec"])["serviceName"]);
        Assert.Equal("None", ProxyRun.Map(service["spec"])["clusterIP"]);
        var labels = ProxyRun.Map(ProxyRun.Map(
            ProxyRun.Map(ProxyRun.Map(workload["spec"])["template"])["metadata"])["labels"]);
        Assert.All(
            ProxyRun.Map(ProxyRun.Map(service["spec"])["selector"]).Keys.Cast<string>(),
            key => Assert.Equal(ProxyRun.Map(ProxyRun.Map(service["spec"])["selector"])[key], labels[key]));
    }

    /// <summary>Addresses of pods stood in the configuration, and pods get new ones.</summary>
    [Fact]
    public async Task Servers_Always_AreStableNamesAndNoAddresses()
    {
        var run = await ProxyRun.OfAsync(Variants.Scenario());

        var servers = ProxyRun.ConfigOf(run).Split('\n')
            .Where(line => line.StartsWith("   - ", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            Enumerable.Range(0, 4).Select(shard =>
                $"   - cache-alpha-{shard}.cache-shards.default.svc.cluster.local.:6379:1 cache-alpha-{shard}"),
            servers);
    }

    /// <summary>The figures' port was published as 22122, and 22222 was listened on.</summary>
    [Theory]
    [InlineData(22222)]
    [InlineData(23456)]
    public async Task StatsPort_Any_IsTheOneThatIsListenedOn(int port)
    {
        var args = Variants.Scenario();
        args.Proxy.StatsPort = port;
        var run = await ProxyRun.OfAsync(args);

        var container = ProxyRun.List(ProxyRun.PodOf(run, "cache-proxy")["containers"]).Single();
        var told = ProxyRun.List(container["env"]).Single(v => (string)v["name"]! == "PROXY_STATS_PORT")["value"];
        var declared = ProxyRun.List(container["ports"]).Single(p => (string)p["name"]! == "stats")["containerPort"];
        var published = ProxyRun.List(ProxyRun.Map(run.Mocks.InputsOf("cache-stats")["spec"])["ports"]).Single();
        Assert.Equal($"{port}", told);
        Assert.Equal((double)port, declared);
        Assert.Equal((double)port, published["port"]);
        Assert.Equal((double)port, published["targetPort"]);
        Assert.Contains("-s \"$PROXY_STATS_PORT\"", TwemproxyScripts.ProxyStart);
    }

    /// <summary>The password stood in the ConfigMap.</summary>
    [Fact]
    public async Task Password_Always_StandsInSecretInputsOnly()
    {
        var run = await ProxyRun.OfAsync(Variants.Scenario());

        var places = run.Mocks.Requests.SelectMany(request => Texts(request.Inputs, request.Name!))
            .Where(text => text.Value.Contains(Variants.GivenPassword, StringComparison.Ordinal))
            .Select(text => text.Path)
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "cache-alpha-drain.password", "cache-alpha-topology.password", "cache-auth-revision.keepers.password",
                "cache-auth.stringData.password",
            ],
            places);
        Assert.DoesNotContain("redis_auth", ProxyRun.ConfigOf(run), StringComparison.Ordinal);
    }

    /// <summary>The proxy was a single point of failure.</summary>
    [Fact]
    public async Task Proxies_Always_AreTwoOrMoreSpreadAndProtected()
    {
        var args = Variants.Default();
        args.Proxy.Replicas = 1;
        Assert.Equal(
            "RI2110 TwemproxyPool \"cache\": Proxy.Replicas = 1, but one proxy alone is a single point of failure for "
            + "all shards. Set it within 2 to 100.",
            Assert.Single(TwemproxyValidation.CheckShape("cache", args)).ToString());

        var run = await ProxyRun.OfAsync(Variants.Default());
        var spec = ProxyRun.Map(run.Mocks.InputsOf("cache-proxy")["spec"]);
        Assert.Equal(2.0, spec["replicas"]);
        Assert.Single(ProxyRun.List(ProxyRun.PodOf(run, "cache-proxy")["topologySpreadConstraints"]));
        var budget = ProxyRun.Map(run.Mocks.InputsOf("cache-proxy-budget")["spec"]);
        Assert.Equal(1.0, budget["maxUnavailable"]);
        Assert.Equal(
            ManifestYaml.Write(spec["selector"]!), ManifestYaml.Write(budget["selector"]!));
    }

    /// <summary>A changed configuration needed a restart by hand: nutcracker doesn't read it again.</summary>
    [Fact]
    public async Task Config_Changed_RollsTheProxiesAndNotTheShards()
    {
        var args = Variants.Scenario();
        args.Pools[0].Timeout = TimeSpan.FromMilliseconds(500);
        var (before, after) = (await ProxyRun.OfAsync(Variants.Scenario()), await ProxyRun.OfAsync(args));

        Assert.NotEqual(Template(before, "cache-proxy"), Template(after, "cache-proxy"));
        Assert.Equal(Template(before, "cache-alpha"), Template(after, "cache-alpha"));
    }

    /// <summary>All pods wrote to one folder unless the image was changed; here each has its own.</summary>
    [Fact]
    public async Task Nfs_Always_IsAFolderAPodOnOneVolumeThatOnlyItsClaimBinds()
    {
        var run = await ProxyRun.OfAsync(Variants.Scenario());

        var pod = ProxyRun.PodOf(run, "cache-alpha");
        var mount = ProxyRun.List(ProxyRun.List(pod["containers"]).Single()["volumeMounts"])
            .Single(m => (string)m["name"]! == "data");
        Assert.Equal("$(POD_NAME)", mount["subPathExpr"]);
        var volume = ProxyRun.Map(run.Mocks.InputsOf("cache-alpha-volume")["spec"]);
        Assert.Equal("cache-alpha-data", ProxyRun.Map(volume["claimRef"])["name"]);
        var claim = ProxyRun.Map(run.Mocks.InputsOf("cache-alpha-claim")["spec"]);
        Assert.Equal(ProxyRun.Map(run.Mocks.InputsOf("cache-alpha-volume")["metadata"])["name"], claim["volumeName"]);
        Assert.False(ProxyRun.Map(run.Mocks.InputsOf("cache-alpha")["spec"]).Contains("volumeClaimTemplates"));
    }

    private static string Template(ClusterRun run, string workload) =>
        ManifestYaml.Write(ProxyRun.Map(run.Mocks.InputsOf(workload)["spec"])["template"]!);

    private static IEnumerable<(string Path, string Value)> Texts(object? value, string path) => value switch
    {
        string text => [(path, text)],
        IDictionary map => map.Keys.Cast<string>().SelectMany(key => Texts(map[key], $"{path}.{key}")),
        IEnumerable list => list.Cast<object?>().SelectMany((entry, index) => Texts(entry, $"{path}[{index}]")),
        _ => [],
    };
}

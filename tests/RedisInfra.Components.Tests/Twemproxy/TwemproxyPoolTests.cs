using System.Collections;
using Pulumi;
using Pulumi.Utilities;
using RedisInfra.Components.Sentinel;
using RedisInfra.Components.Tests.Harness;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Components.Tests.Twemproxy;

public sealed class TwemproxyPoolTests
{
    [Fact]
    public async Task Declare_Scenario_MakesThisTree()
    {
        var tree = new List<string>();
        await ClusterRun.OfAsync(() => _ = new TwemproxyPool("cache", Variants.Scenario(), new()
        {
            ResourceTransformations =
            {
                seen =>
                {
                    var parent = seen.Options.Parent?.GetResourceName() ?? "-";
                    tree.Add($"{parent} > {seen.Resource.GetResourceType()} {seen.Resource.GetResourceName()}");
                    return null;
                },
            },
        }));

        Assert.Equal(
            [
                "- > redisinfra:index:TwemproxyPool cache",
                "cache > kubernetes:apps/v1:Deployment cache-proxy",
                "cache > kubernetes:apps/v1:StatefulSet cache-alpha",
                "cache > kubernetes:core/v1:ConfigMap cache-alpha-config",
                "cache > kubernetes:core/v1:ConfigMap cache-proxy-config",
                "cache > kubernetes:core/v1:PersistentVolume cache-alpha-volume",
                "cache > kubernetes:core/v1:PersistentVolumeClaim cache-alpha-claim",
                "cache > kubernetes:core/v1:Secret cache-auth",
                "cache > kubernetes:core/v1:Service cache-service",
                "cache > kubernetes:core/v1:Service cache-shards",
                "cache > kubernetes:core/v1:Service cache-stats",
                "cache > kubernetes:core/v1:ServiceAccount cache-account",
                "cache > kubernetes:policy/v1:PodDisruptionBudget cache-alpha-budget",
                "cache > kubernetes:policy/v1:PodDisruptionBudget cache-proxy-budget",
                "cache > random:index/randomId:RandomId cache-auth-revision",
                "cache > redisinfra:index:Preflight cache-preflight",
                "cache > redisinfra:index:RingDrain cache-alpha-drain",
                "cache > redisinfra:index:RingTopology cache-alpha-topology",
            ],
            tree.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Outputs_TwoPools_HaveTheirShapes()
    {
        var pool = ProxyRun.PoolOf(await ProxyRun.OfAsync(Variants.Args("everything")));

        var endpoints = await OutputUtilities.GetValueAsync(pool.Endpoints);
        Assert.Equal("cache.data.svc:22121", endpoints["carts"]);
        Assert.Equal("cache.data.svc:22122", endpoints["pages"]);
        var connections = await OutputUtilities.GetValueAsync(pool.ConnectionStrings);
        Assert.Equal(
            $"cache.data.svc:22122,password={RecordingMocks.GeneratedPassword},proxy=Twemproxy", connections["pages"]);
        Assert.True(await Output.IsSecretAsync(pool.ConnectionStrings));
        Assert.False(await Output.IsSecretAsync(pool.Endpoints));
        var shards = await OutputUtilities.GetValueAsync(pool.Shards);
        Assert.Equal(
            "cache-pages-0.cache-shards.data.svc.example.internal:6379 "
            + "cache-pages-1.cache-shards.data.svc.example.internal:6379",
            string.Join(' ', shards["pages"]));
        Assert.Equal("cache-proxies.data.svc:22999", await OutputUtilities.GetValueAsync(pool.StatsEndpoint));
        Assert.Equal("cache-auth", await OutputUtilities.GetValueAsync(pool.AuthSecretName));
        Assert.StartsWith("cache-proxy-config-", await OutputUtilities.GetValueAsync(pool.ConfigMapName));
        Assert.Equal("data", await OutputUtilities.GetValueAsync(pool.Namespace));
    }

    /// <summary>A shard is a set of its own, the ring has its name, proxies ask its Sentinels who is master.</summary>
    [Fact]
    public async Task Declare_Replicas_ShardsAreSetsThatProxiesFollow()
    {
        var args = Variants.Scenario();
        args.Pools = [new TwemproxyRingArgs { Name = "alpha", Shards = 2, Replicas = 1 }];
        var run = await ProxyRun.OfAsync(args);

        Assert.Equal(
            ["cache-alpha-0", "cache-alpha-1"],
            run.Resources.OfType<RedisSentinel>().Select(set => set.GetResourceName()).Order());
        Assert.DoesNotContain(run.Resources, resource => resource.GetResourceName() == "cache-alpha");
        Assert.Contains("   - cache-alpha-1:6379:1 cache-alpha-1\n", ProxyRun.ConfigOf(run));
        const string domain = "cache-alpha-1-nodes.default.svc.cluster.local:6379";
        string[] members = [$"cache-alpha-1-0.{domain}", $"cache-alpha-1-1.{domain}"];
        Assert.Equal(
            string.Join(',', members),
            ProxyRun.Map(run.Mocks.InputsOf("cache-alpha-topology")["members"])["cache-alpha-1"]);
        Assert.Equal(
            string.Join(',', members),
            (await OutputUtilities.GetValueAsync(ProxyRun.PoolOf(run).Shards))["alpha"][1]);
        var container = ProxyRun.List(ProxyRun.PodOf(run, "cache-proxy")["containers"]).Single();
        var told = ProxyRun.List(container["env"]).Where(one => one.Contains("value"))
            .ToDictionary(one => (string)one["name"]!, one => (string)one["value"]!);
        Assert.Equal(
            ("/run/redisinfra/masters", "3", "default.svc.cluster.local"),
            (told["HOSTALIASES"], told["PROXY_SENTINELS"], told["PROXY_DOMAIN"]));
    }

    [Fact]
    public async Task Declare_TwoInstances_ShareNoName()
    {
        var run = await ClusterRun.OfAsync(() =>
        {
            _ = new TwemproxyPool("cache", Variants.Args("everything"));
            _ = new TwemproxyPool("orders", Variants.Args("everything"));
        });

        Assert.Distinct(run.Mocks.Requests.Select(request => (request.Type, request.Name)));
        Assert.Distinct(run.Mocks.Requests
            .Where(request => request.Inputs.ContainsKey("metadata"))
            .Select(request => (request.Type, ((IDictionary)request.Inputs["metadata"])["name"])));
    }

    [Fact]
    public async Task Preview_UnknownInputs_DeclaresTheWholeTree()
    {
        var known = await ProxyRun.OfAsync(Variants.Scenario());
        var args = Variants.Scenario();
        args.Namespace = OutputUtilities.CreateUnknown("data");
        args.Password = OutputUtilities.CreateUnknown("a-password-to-come");
        args.Pools[0].Config = new InputMap<string> { ["slowlog-max-len"] = OutputUtilities.CreateUnknown("1") };
        var run = await ProxyRun.OfAsync(args, preview: true);

        Assert.Equal(
            known.Mocks.Requests.Select(r => r.Name).Order(StringComparer.Ordinal),
            run.Mocks.Requests.Select(r => r.Name).Order(StringComparer.Ordinal));
        Assert.False(await OutputUtilities.GetIsKnownAsync(ProxyRun.PoolOf(run).Endpoints));
    }

    /// <summary>Who uses an output comes after proxies that serve.</summary>
    [Fact]
    public async Task Outputs_Declared_DependOnTheService() => Assert.Contains(
        await OutputUtilities.GetDependenciesAsync(
            ProxyRun.PoolOf(await ProxyRun.OfAsync(Variants.Scenario())).Endpoints),
        resource => resource.GetResourceName() == "cache-service");
}

using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Tests;

/// <summary>Claims and files of what is destroyed, which are kept or go as declared, and told of, whatever it is.
/// </summary>
public sealed class ClaimKeeperTests
{
    private readonly FakeEngine _engine = new();
    private readonly FakePods _pods = new("data-cache-0", "data-cache-1");
    private readonly RedisInfraProvider _provider;

    public ClaimKeeperTests() => _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
        false, TimeProvider.System, (_, _) => Task.FromResult<Reach.IKubernetesPods>(_pods), CancellationToken.None));

    public static TheoryData<string, string> Kinds => new()
    {
        { "SentinelTopology", "Sentinel set \"cache\"" },
        { "RingTopology", "pool \"cache/alpha\"" },
        { "ZookeeperTopology", "ZookeeperEnsemble \"cache\"" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Delete_ClaimsKept_AreTold(string kind, string whose)
    {
        await DeleteAsync(kind, Bags.Kubernetes());

        Assert.StartsWith(
            $"keeps 2 claim(s) of {whose} with their data, because they are declared to outlive it: data-cache-0, "
            + "data-cache-1. To remove them: kubectl delete pvc -n prod -l ", Assert.Single(_engine.Lines).Message);
        Assert.Empty(_pods.Deleted);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Delete_ClaimsThatGo_AreDeleted(string kind, string whose)
    {
        Assert.NotEmpty(whose);
        await DeleteAsync(kind, Bags.Kubernetes(policy: "delete"));

        Assert.Equal(["data-cache-0", "data-cache-1"], _pods.Deleted);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Delete_FilesOnNfs_AreTold(string kind, string whose)
    {
        await DeleteAsync(kind, PropertyValues.Map(
            ("namespace", new PropertyValue("prod")), ("filesAt", new PropertyValue("nfs.example:/export"))));

        Assert.StartsWith(
            $"keeps the files of {whose}; who has the name again finds them. To be rid of the data, delete at the "
            + "server: nfs.example:/export/cache-0", Assert.Single(_engine.Lines).Message);
    }

    private Task DeleteAsync(string kind, PropertyValue kubernetes)
    {
        var inputs = (kind switch
        {
            "SentinelTopology" => Set(),
            "RingTopology" => Ring(),
            _ => Ensemble(),
        }).SetItem("kubernetes", kubernetes);
        var urn = new Urn($"urn:pulumi:dev::redis::redisinfra:index:{kind}::cache");
        return _provider.Delete(
            new DeleteRequest(urn, "prod/cache", inputs, TimeSpan.Zero, inputs), CancellationToken.None);
    }

    private static ImmutableDictionary<string, PropertyValue> Set() => Bags.Of(
        ("masterName", new PropertyValue("cache")),
        ("members", Bags.List(Member("cache-0", 6379), Member("cache-1", 6379))),
        ("sentinels", Bags.List([.. Enumerable.Range(0, 3).Select(index => Member($"cache-sentinel-{index}", 26379))])),
        ("quorum", new PropertyValue(2)), ("password", new PropertyValue("a-long-password")));

    private static PropertyValue Member(string name, int port) => Bags.Map(
        ("name", new PropertyValue(name)), ("host", new PropertyValue($"{name}.prod.svc.cluster.local")),
        ("port", new PropertyValue(port)));

    private static ImmutableDictionary<string, PropertyValue> Ring() => Bags.Of(
        ("pool", new PropertyValue("cache/alpha")), ("hash", new PropertyValue("murmur")),
        ("distribution", new PropertyValue("ketama")), ("onChange", new PropertyValue("move")),
        ("servers", Bags.List(new PropertyValue("cache-0.cache-shards.prod.svc.:6379:1 cache-0"))),
        ("proxies", new PropertyValue("app=cache")));

    private static ImmutableDictionary<string, PropertyValue> Ensemble() => Bags.Of(
        ("ensemble", new PropertyValue("cache")), ("password", new PropertyValue("a-long-password")),
        ("servers", Bags.List(new PropertyValue("cache-0.cache-servers.prod.svc.cluster.local"))));
}

using System.Text.Json.Nodes;
using RedisInfra.Cli.Status;
using RedisInfra.Model.Ring;

namespace RedisInfra.Cli.Tests.Status;

public class StackRecordsTests
{
    private const string Component = "urn:pulumi:dev::redis::redisinfra:index:RedisStandalone::cache";

    [Fact]
    public void Of_ServerWithItsChildren_SaysHowToReachIt()
    {
        var records = StackRecords.Of(
        [
            new(Component, ServerRecord.ComponentType, "", []),
            Child("redisinfra:index:Preflight", "preflight", """
                { "kubernetes": { "namespace": "shop", "context": "lab", "kubeconfig": "/kube" } }
                """),
            Child("kubernetes:core/v1:Secret", "auth", """{ "stringData": { "password": "sesame" } }"""),
            Child("kubernetes:apps/v1:Deployment", "server", """
                {
                  "metadata": { "namespace": "shop" },
                  "spec": { "selector": { "matchLabels": { "b": "2", "a": "1" } } }
                }
                """),
            new("urn:other", "kubernetes:core/v1:Secret", "urn:else", []),
        ]);

        var server = Assert.Single(records.Servers);
        Assert.Equal(("cache", "a=1,b=2", "sesame"), (server.Name, server.Selector, server.Password));
        Assert.Equal(new PodPlace("shop", "lab", "/kube"), server.Pods);
        Assert.Equal("cache.shop.svc:6379", server.Endpoint);
        Assert.DoesNotContain("sesame", server.ToString());
        Assert.False(records.UseCurrentContext);
    }

    [Fact]
    public void Of_ServerThatIsHalfMade_IsLeftOut() =>
        Assert.Empty(StackRecords.Of([new(Component, ServerRecord.ComponentType, "", [])]).Servers);

    [Fact]
    public void Of_RingTopology_IsAPoolWithItsRing()
    {
        var records = StackRecords.Of(
        [
            new("urn:t", PoolRecord.ResourceType, "", Json("""
                {
                  "pool": "shop/main", "hash": "fnv1a_64", "distribution": "ketama", "hashTag": "{}",
                  "servers": ["a.n:6379:1 shop-main-0", "b.n:6379:2 shop-main-1"], "password": "sesame",
                  "kubernetes": { "namespace": "data" }, "proxies": "x=y",
                  "members": { "shop-main-1": "shop-main-1-0.n:6379,shop-main-1-1.n:6379" }
                }
                """)),
        ]);

        var pool = Assert.Single(records.Pools);
        Assert.Equal(("shop/main", "main", "x=y"), (pool.Name, pool.Ring.Name, pool.Proxies));
        Assert.Equal([1, 2], pool.Ring.Servers.Select(server => server.Weight));
        Assert.Equal((RingHash.Fnv1aBits64, "{}"), (pool.Ring.Hash, pool.Ring.HashTag));
        Assert.Equal(["shop-main-1-0", "shop-main-1-1"], pool.Members["shop-main-1"].Select(member => member.Name));
        Assert.True(records.UseCurrentContext);
    }

    [Fact]
    public void Of_SentinelTopology_IsASet()
    {
        var records = StackRecords.Of(
        [
            new("urn:s", SentinelRecord.ResourceType, "", Json("""
                { "masterName": "cache", "quorum": 2.0, "kubernetes": { "namespace": "data", "context": "lab" } }
                """)),
        ]);

        Assert.Equal("cache", Assert.Single(records.Sentinels).Set.MasterName);
        Assert.False(records.UseCurrentContext);
    }

    private static StateResource Child(string type, string role, string inputs) =>
        new($"urn:{role}", type, Component, Json(inputs));

    private static JsonObject Json(string text) => (JsonObject)JsonNode.Parse(text)!;
}

using System.Text.Json;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Sentinel;
using RedisInfra.Components.Storage;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Stacks.Settings;
using YamlDotNet.Serialization;

namespace RedisInfra.Stacks.Tests;

public sealed class SentinelSettingsTests
{
    [Fact]
    public void ArgsOf_EveryKey_IsTaken()
    {
        var args = Args("""
            { "a": {
                "topology": "sentinel", "members": 5, "sentinels": 7, "quorum": 3, "downAfter": "10s",
                "failoverTimeout": "2m", "minReplicasToWrite": 2, "password": "a-password-of-16-characters",
                "sentinelPassword": "another-of-16-characters", "sentinelResources": { "cpu": "10m" },
                "users": [
                    { "name": "app", "rules": "~app:* +@read", "password": "app-password-of-16" },
                    { "name": "jobs", "rules": "+ping" }],
                "sentinelUsers": [{ "name": "app", "rules": "+subscribe" }],
                "proxy": { "replicas": 3, "image": "haproxy:2.8.1", "resources": { "memory": "64Mi" } },
                "service": { "type": "LoadBalancer", "internalLoadBalancer": "azure" },
                "readService": { "type": "NodePort", "nodePort": 30001 },
                "sentinelService": { "annotations": { "x": "y" } }, "spread": "required",
                "storage": { "ephemeral": {} }, "persistence": { "appendOnly": "off", "snapshots": false } } }
            """);

        Assert.Equal((5, 7, 3, 2), (args.Members, args.Sentinels, args.Quorum, args.MinReplicasToWrite));
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2)), (args.DownAfter, args.FailoverTimeout));
        Assert.NotNull(args.Password);
        Assert.NotNull(args.SentinelPassword);
        Assert.Equal(
            [("app", true), ("jobs", false)], args.Users.Select(user => (user.Name, user.Password is not null)));
        Assert.Equal("app", Assert.Single(args.SentinelUsers).Name);
        Assert.Equal(3, args.Proxy!.Replicas);
        Assert.Equal(RedisInternalLoadBalancer.Azure, args.Proxy.WriteService.InternalLoadBalancer);
        Assert.Equal(RedisServiceType.NodePort, args.Proxy.ReadService.Type);
        Assert.NotNull(args.SentinelService.DeclaredAnnotations);
        Assert.Equal(RedisSpread.Required, args.Spread);
        Assert.IsType<RedisStorage.Ephemeral>(args.Storage);
        Assert.Equal(RedisPersistence.None, args.Persistence);
    }

    [Fact]
    public void ArgsOf_SmallFile_LeavesTheRestToTheDefaults()
    {
        var args = Args("""{ "a": { "topology": "sentinel" } }""");

        Assert.Equal((3, 3, null, null), (args.Members, args.Sentinels, args.Quorum, args.MinReplicasToWrite));
        Assert.Equal(2, args.Proxy!.Replicas);
        Assert.Null(Args("""{ "a": { "topology": "sentinel", "proxy": "none" } }""").Proxy);
    }

    [Fact]
    public void Read_Wrong_RefusesAllAtOnce()
    {
        var refused = Assert.Throws<DiagnosticException>(() => Args("""
            { "a": {
                "topology": "sentinel", "members": 2, "sentinels": 4, "quorum": 4, "minReplicasToWrite": 2,
                "users": [{ "nam": "app", "password": "short" }, { "name": "app", "rules": 1 }], "sentinelUsers": {},
                "proxy": "none", "readService": { "internalLoadBalancer": "gcp" },
                "service": { "type": "NodePort", "nodePort": 30001 },
                "sentinelService": { "type": "NodePort", "nodePort": 30001 },
                "storage": { "claims": { "size": "1Gi", "onDelete": "delete" } } } }
            """));

        Assert.Equal(
            [
                "RI1107 a.users[0]", "RI1107 a.users[0]", "RI1110 a.users[0].password", "RI1101 a.users[0].nam",
                "RI1102 a.users[1].rules", "RI1102 a.sentinelUsers",
                "RI1108 a.readService.internalLoadBalancer", "RI1120 a.sentinels", "RI1121 a.quorum",
                "RI1122 a.minReplicasToWrite", "RI1108 a.service", "RI1108 a.readService",
                "RI1108 a.sentinelService.nodePort",
            ],
            refused.Diagnostics.Select(d => $"{d.Code} {d.Where.Split("redis-infra:redis.")[^1]}"));
    }

    /// <summary>The scenario's file, as it is in the repository.</summary>
    [Fact]
    public void ArgsOf_Scenario_IsACacheBehindInternalLoadBalancers()
    {
        var file = StackSettingsReaderTests.FileOf("../../../stacks/seeds/S4/Pulumi.s4.yaml");
        var config = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<Dictionary<string, Dictionary<string, object>>>(File.ReadAllText(file))["config"];

        var args = Args(JsonSerializer.Serialize(Plain(config["redis-infra:redis"])), "backend");

        Assert.IsType<RedisStorage.Ephemeral>(args.Storage);
        Assert.All(
            new[] { args.Proxy!.WriteService, args.Proxy.ReadService, args.SentinelService },
            service => Assert.Equal(RedisInternalLoadBalancer.AwsCloudProvider, service.InternalLoadBalancer));
    }

    private static object? Plain(object? value) => value is IDictionary<object, object> map
        ? map.ToDictionary(entry => (string)entry.Key, entry => Plain(entry.Value))
        : value;

    private static RedisSentinelArgs Args(string redis, string name = "a")
    {
        var stack = StackSettingsReader.Read("dev", new RawConfig(
            JsonSerializer.Deserialize<JsonElement>(redis), null, new KubernetesSettings(null, null, null)));
        return SentinelDeployments.ArgsOf(stack.Sentinels.Single(set => set.Name == name), stack);
    }
}

using System.Collections.Immutable;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Sentinel;
using RedisInfra.Components.Storage;
using RedisInfra.Components.Tests.Harness;

namespace RedisInfra.Components.Tests.Sentinel;

public sealed class ValidationTests
{
    [Fact]
    public void CheckShape_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "sentinel-impossible-shape",
        string.Join('\n', RedisSentinelValidation.CheckShape("Cache", new RedisSentinelArgs
        {
            Members = 1,
            Sentinels = 4,
            Quorum = 4,
            DownAfter = TimeSpan.FromMilliseconds(100),
            FailoverTimeout = TimeSpan.FromSeconds(1),
            MinReplicasToWrite = 1,
            Storage = new RedisStorage.Claims { OnDelete = ClaimDeletion.Delete },
            Users =
            [
                new RedisUserArgs { Name = "my app", Rules = "+get" },
                new RedisUserArgs { Name = "-app", Rules = "+get" },
                new RedisUserArgs { Name = "app", Rules = "+get" },
                new RedisUserArgs { Name = "app", Rules = "+set" },
                new RedisUserArgs { Name = "exporter", Rules = "+get" },
            ],
            SentinelUsers = [new RedisUserArgs { Name = "default", Rules = "+get" }],
            Proxy = new RedisSentinelProxyArgs
            {
                Replicas = 1,
                ReadService = new RedisServiceArgs { InternalLoadBalancer = RedisInternalLoadBalancer.Gcp },
            },
        })));

    [Fact]
    public void CheckValues_EverythingWrong_SaysAllOfIt() => Snapshots.CheckText(
        "sentinel-everything-wrong",
        string.Join('\n', RedisSentinelValidation.CheckValues("cache", new RedisSentinelInputValues
        {
            Namespace = "My Space",
            Image = "redis",
            ProxyImage = "haproxy:latest",
            Memory = Quantity.Mebibytes(16),
            SentinelMemory = Quantity.Mebibytes(16),
            ProxyMemory = Quantity.Mebibytes(16),
            MaxMemoryPercent = 95,
            Password = "a, b",
            SentinelPassword = "short",
            Config = ImmutableDictionary<string, string>.Empty
                .Add("Replica-Priority", "1").Add("requirepass", "no"),
            Users =
            [
                new UserValues("Users[\"app\"]", "on >secret-password <secret !ab nopass RESET +get", "short"),
                new UserValues("Users[\"jobs\"]", "get +@ + +a|b|c %X~a %R~ ~ (>x ~a) (on +get", null),
                new UserValues("Users[\"web\"]", "", null),
                new UserValues("SentinelUsers[\"app\"]", "+get\nrequirepass x", null),
            ],
            UserId = 0,
            Services = [new ServiceInputValues("SentinelService", RedisServiceType.ClusterIP, 30000, TimeSpan.Zero)],
        })));

    [Theory]
    [InlineData("on ~app:* %R~shared:* %RW~own:* +@read -@dangerous +client|setname -flushall &news.* +JSON.GET")]
    [InlineData("off allkeys resetkeys ALLCHANNELS resetchannels allcommands nocommands sanitize-payload")]
    [InlineData("+get ~a(b) (+set ~c) (~d:* %W~e +set) (allkeys)")]
    [InlineData("  allchannels  -@all  +sentinel|get-master-addr-by-name  ")]
    public void CheckValues_RulesOfRedis_AreTaken(string rules) => Assert.Empty(RedisSentinelValidation.CheckValues(
        "cache", new RedisSentinelInputValues { Users = [new UserValues("Users[\"app\"]", rules, null)] }));

    [Fact]
    public void Warn_WhatIsLikelyNotMeant_SaysSo() => Snapshots.CheckText(
        "sentinel-warnings",
        string.Join('\n', RedisSentinelValidation.Warn(RedisSentinelSpec.From("cache", new RedisSentinelArgs
        {
            Members = 2, MinReplicasToWrite = 1, Storage = new RedisStorage.Ephemeral(),
        }))));
}

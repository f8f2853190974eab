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
            UserId = 0,
            Services = [new ServiceInputValues("SentinelService", RedisServiceType.ClusterIP, 30000, TimeSpan.Zero)],
        })));

    [Fact]
    public void Warn_WhatIsLikelyNotMeant_SaysSo() => Snapshots.CheckText(
        "sentinel-warnings",
        string.Join('\n', RedisSentinelValidation.Warn(RedisSentinelSpec.From("cache", new RedisSentinelArgs
        {
            Members = 2, MinReplicasToWrite = 1, Storage = new RedisStorage.Ephemeral(),
        }))));
}

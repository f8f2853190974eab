using System.Collections.Immutable;
using Pulumi.Experimental;

namespace RedisInfra.Provider.Tests;

/// <summary>Inputs of a ClusterTopology.</summary>
internal static class Bags
{
    public static ImmutableDictionary<string, PropertyValue> Valid(int shards = 3, int replicas = 1) => Of(
        ("clusterName", new PropertyValue("cache")),
        ("members",
            List([.. Enumerable.Range(0, shards).SelectMany(shard => Enumerable.Range(0, replicas + 1).Select(index =>
            Member($"cache-{shard}-{index}", shard, index, $"cache-{shard}-{index}.cache-nodes.prod.svc", 6379)))])),
        ("password", new PropertyValue("a-long-password").WithSecret(true)),
        ("nodeTimeoutMs", new PropertyValue(15000)),
        ("workloads", List(new PropertyValue("digest-1"))));

    public static PropertyValue Member(string name, int shard, int index, string host, int port) => Map(
        ("name", new PropertyValue(name)), ("shard", new PropertyValue(shard)), ("index", new PropertyValue(index)),
        ("host", new PropertyValue(host)), ("port", new PropertyValue(port)));

    public static PropertyValue Kubernetes(string @namespace = "prod", string policy = "retain") => Map(
        ("namespace", new PropertyValue(@namespace)), ("claimPolicy", new PropertyValue(policy)),
        ("claimSelector", new PropertyValue("app.kubernetes.io/instance=cache")));

    public static PropertyValue List(params PropertyValue[] items) => new([.. items]);

    public static PropertyValue Map(params (string Name, PropertyValue Value)[] entries) => new(Of(entries));

    public static ImmutableDictionary<string, PropertyValue> Of(params (string Name, PropertyValue Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Name, entry => entry.Value);
}

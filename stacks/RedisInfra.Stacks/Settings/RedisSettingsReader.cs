using RedisInfra.Components.Cluster;
using RedisInfra.Stacks.Reading;

namespace RedisInfra.Stacks.Settings;

/// <summary>Reads an entry of <c>redis-infra:redis</c> that is a cluster.</summary>
internal static class RedisSettingsReader
{
    /// <summary>What could be read; what couldn't is null, and the findings then say why.</summary>
    public static RedisSettings Read(string name, ObjectReader reader)
    {
        var settings = new RedisSettings
        {
            Name = name,
            Shards = reader.Integer(
                "shards", 3, 1000,
                "a Redis Cluster needs at least 3 masters to elect one, and works up to 1000 members"),
            ReplicasPerShard = reader.Integer("replicasPerShard", 0, 5, "a master has 0 to 5 replicas"),
            Workload = reader.Choice(
                "workload", [("perShard", RedisWorkload.PerShard), ("single", RedisWorkload.Single)]),
            EndpointType = reader.Choice(
                "endpointType", [("ip", RedisEndpointType.Ip), ("hostname", RedisEndpointType.Hostname)]),
            NodeTimeout = reader.Duration(
                "nodeTimeout", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60),
                "shorter takes a busy node for dead and longer keeps its shard away"),
            Servers = ServerReader.Read(reader),
        };
        settings = Members((RedisSettings)DeploymentReader.Read(settings, reader), reader);
        reader.Finish();
        return settings;
    }

    private static RedisSettings Members(RedisSettings settings, ObjectReader reader)
    {
        if (settings is { Shards: { } shards, ReplicasPerShard: { } replicas } && shards * (1 + replicas) > 1000)
            reader.Refuse(
                "RI1105", "shards", $"with its replicas it makes {shards * (1 + replicas)} members",
                "a Redis Cluster works up to 1000", "Use fewer and larger shards");
        return settings;
    }
}

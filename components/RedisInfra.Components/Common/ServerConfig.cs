using System.Collections.Immutable;
using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Common;

/// <summary>What the redis.conf of a server by itself depends on besides its persistence, once known.</summary>
internal sealed record ServerConfigValues(
    Quantity Memory, int MaxMemoryPercent, string MaxMemoryPolicy, ImmutableDictionary<string, string> Extra);

/// <summary>The redis.conf of a server that knows of no other.</summary>
internal static class ServerConfig
{
    public static string Render(RedisStorage storage, RedisPersistence persistence, ServerConfigValues values)
    {
        var conf = new RedisConf();
        conf.Network();
        conf.Memory(values.Memory, values.MaxMemoryPercent, values.MaxMemoryPolicy);
        conf.Persistence(storage, persistence);
        conf.Declared(values.Extra);
        conf.Section("The password, which start.sh writes into memory.");
        conf.Line("include", "/run/redisinfra/node.conf");
        return conf.ToString();
    }

    /// <param name="accepted">Known once all inputs are accepted: nothing is rendered of refused ones.</param>
    /// <param name="storage">Where the data lives.</param>
    /// <param name="persistence">What is written there.</param>
    /// <param name="memory">The limit.</param>
    /// <param name="maxMemoryPercent">Null: what goes with the persistence.</param>
    /// <param name="maxMemoryPolicy">What happens when that is used up.</param>
    /// <param name="extra">Further directives.</param>
    public static Output<string> Render(
        Output<string> accepted, RedisStorage storage, RedisPersistence persistence, Input<Quantity> memory,
        Input<int>? maxMemoryPercent, Input<string> maxMemoryPolicy, InputMap<string> extra)
    {
        var percent = maxMemoryPercent ?? persistence.MaxMemoryPercent;
        return Output.Tuple(
                accepted, memory.ToOutput(), percent.ToOutput(), maxMemoryPolicy.ToOutput(), extra.ToOutput())
            .Apply(values => Render(
                storage, persistence, new ServerConfigValues(values.Item2, values.Item3, values.Item4, values.Item5)));
    }
}

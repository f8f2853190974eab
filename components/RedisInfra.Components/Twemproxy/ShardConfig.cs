using System.Collections.Immutable;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Twemproxy;

/// <summary>What a shard's redis.conf depends on besides the spec, once known.</summary>
internal sealed record ShardConfigValues(
    Quantity Memory, int MaxMemoryPercent, string MaxMemoryPolicy, ImmutableDictionary<string, string> Extra);

/// <summary>Renders the redis.conf of a ring's shards.</summary>
internal static class ShardConfig
{
    public static string Render(RingSpec spec, ShardConfigValues values)
    {
        var conf = new RedisConf();
        conf.Network();
        conf.Memory(values.Memory, values.MaxMemoryPercent, values.MaxMemoryPolicy);
        conf.Persistence(spec.Storage, spec.Persistence);
        conf.Declared(values.Extra);
        conf.Section("The password, which start.sh writes into memory.");
        conf.Line("include", "/run/redisinfra/node.conf");
        return conf.ToString();
    }
}

namespace RedisInfra.Components.Common;

/// <summary>Every image that the components use unless told otherwise, each pinned to one release.</summary>
public static class Images
{
    /// <summary>The repository of <see cref="Redis"/>, without a tag.</summary>
    public const string RedisRepository = "docker.io/library/redis";

    /// <summary>Redis: at least 7.0, for <c>cluster-announce-hostname</c> and <c>shutdown-timeout</c>.</summary>
    public const string Redis = RedisRepository + ":7.4.2";

    /// <summary>HAProxy: the long-term branch 2.8.</summary>
    public const string HaProxy = "docker.io/library/haproxy:2.8.12";

    /// <summary>
    /// The exporter of figures: from 1.83 on it can be kept from asking any server that it is told to.
    /// </summary>
    public const string RedisExporter = "docker.io/oliver006/redis_exporter:v1.92.1";

    /// <summary>ZooKeeper: at least 3.6, whose servers change who votes while they run.</summary>
    public const string Zookeeper = "docker.io/library/zookeeper:3.9.3";
}

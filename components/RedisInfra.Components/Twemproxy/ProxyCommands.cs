using System.Collections.Frozen;

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// The commands that nutcracker 0.5 knows, found by sending each to one. It closes the connection of a client that
/// sends another: what has no key, or may have keys of several shards.
/// </summary>
internal static class ProxyCommands
{
    /// <summary>Any number of keys: nutcracker asks each shard for its own and puts the replies together.</summary>
    public static FrozenSet<string> Spread { get; } = Set("DEL EXISTS MGET MSET TOUCH UNLINK");

    /// <summary>Several keys of one shard only: the first decides, and a hash tag brings them together.</summary>
    public static FrozenSet<string> Together { get; } = Set(
        "COPY EVAL EVALSHA GEOSEARCHSTORE LMOVE PFCOUNT PFMERGE RPOPLPUSH SDIFF SDIFFSTORE SINTER SINTERSTORE SMOVE"
        + " SUNION SUNIONSTORE ZDIFF ZDIFFSTORE ZINTER ZINTERSTORE ZRANGESTORE ZUNION ZUNIONSTORE");

    /// <summary>One key, or none that matters.</summary>
    public static FrozenSet<string> Single { get; } = Set(
        "APPEND AUTH BITCOUNT BITFIELD BITPOS COMMAND DECR DECRBY DUMP EXPIRE EXPIREAT GEOADD GEODIST GEOHASH GEOPOS"
        + " GEORADIUS GEORADIUSBYMEMBER GEOSEARCH GET GETBIT GETDEL GETEX GETRANGE GETSET HDEL HEXISTS"
        + " HGET HGETALL HINCRBY HINCRBYFLOAT HKEYS HLEN HMGET HMSET HRANDFIELD HSCAN HSET HSETNX HSTRLEN HVALS INCR"
        + " INCRBY INCRBYFLOAT LINDEX LINSERT LLEN LOLWUT LPOP LPOS LPUSH LPUSHX LRANGE LREM LSET LTRIM PERSIST PEXPIRE"
        + " PEXPIREAT PFADD PING PSETEX PTTL QUIT RESTORE RPOP RPUSH RPUSHX SADD SCARD SET SETBIT SETEX SETNX SETRANGE"
        + " SISMEMBER SMEMBERS SMISMEMBER SORT SPOP SRANDMEMBER SREM SSCAN STRLEN TTL TYPE ZADD ZCARD ZCOUNT ZINCRBY"
        + " ZLEXCOUNT ZMSCORE ZPOPMAX ZPOPMIN ZRANDMEMBER ZRANGE ZRANGEBYLEX ZRANGEBYSCORE"
        + " ZRANK ZREM ZREMRANGEBYLEX ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREVRANGE ZREVRANGEBYLEX"
        + " ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE");

    public static bool CanDo(string command) =>
        Spread.Contains(command) || Together.Contains(command) || Single.Contains(command);

    /// <summary>As it is written here: commands have no case.</summary>
    public static string Normal(string command) => command.Trim().ToUpperInvariant();

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}

namespace RedisInfra.Components.Twemproxy;

/// <summary>
/// How a key becomes a number: the 12 functions of nutcracker 0.5. Another one moves nearly all keys.
/// </summary>
public enum TwemproxyHash
{
    /// <summary>
    /// FNV-1a, 64 bits, of which nutcracker takes 32; its own default. Keys that differ in their last characters only
    /// come close together, so that a ketama ring puts few hundreds of them on few shards.
    /// </summary>
    Fnv1a64,

    /// <summary>FNV-1, 64 bits.</summary>
    Fnv164,

    /// <summary>FNV-1a, 32 bits.</summary>
    Fnv1a32,

    /// <summary>FNV-1, 32 bits.</summary>
    Fnv132,

    /// <summary>Bob Jenkins' one-at-a-time.</summary>
    OneAtATime,

    /// <summary>The first 32 bits of MD5.</summary>
    Md5,

    /// <summary>CRC-16.</summary>
    Crc16,

    /// <summary>libmemcached's CRC-32: 15 bits of it, so a ketama ring puts nearly all keys on one shard.</summary>
    Crc32,

    /// <summary>CRC-32, all of it.</summary>
    Crc32a,

    /// <summary>Paul Hsieh's SuperFastHash.</summary>
    Hsieh,

    /// <summary>MurmurHash.</summary>
    Murmur,

    /// <summary>Bob Jenkins' lookup3.</summary>
    Jenkins,
}

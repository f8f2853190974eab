namespace RedisInfra.Model.Ring;

/// <summary>The hashes that nutcracker 0.5 offers; <see cref="RingWords"/> has their names in its files.</summary>
public enum RingHash
{
    /// <summary>Jenkins' one-at-a-time.</summary>
    OneAtATime,

    /// <summary>The first four bytes of MD5.</summary>
    Md5,

    /// <summary>CRC16 (XMODEM), of which nutcracker doesn't cut what is shifted out above 16 bits.</summary>
    Crc16,

    /// <summary>CRC32, of which libmemcached and nutcracker keep 15 bits.</summary>
    Crc32,

    /// <summary>CRC32, whole.</summary>
    Crc32a,

    /// <summary>FNV-1 with the constants of 64 bits, of which 32 are kept.</summary>
    Fnv1Bits64,

    /// <summary>FNV-1a with the constants of 64 bits, cut to 32 at every step. The default.</summary>
    Fnv1aBits64,

    /// <summary>FNV-1 of 32 bits.</summary>
    Fnv1Bits32,

    /// <summary>FNV-1a of 32 bits.</summary>
    Fnv1aBits32,

    /// <summary>Hsieh's SuperFastHash, begun with 0.</summary>
    Hsieh,

    /// <summary>MurmurHash2.</summary>
    Murmur,

    /// <summary>Jenkins' lookup3.</summary>
    Jenkins,
}

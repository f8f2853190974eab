using System.Buffers.Binary;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Ring;

/// <summary>
/// The hash of a key as nutcracker 0.5 computes it, deviations from the hashes' own definitions included: they are
/// where clients' data is. Bytes above 127 count as negative in some of them, as they do in its builds for x86-64.
/// </summary>
public static class KeyHash
{
    private static readonly uint[] s_crc32 = BuildCrc32();

    /// <summary>The biggest value that a hash has.</summary>
    public static uint MaxOf(RingHash hash) => hash == RingHash.Crc32 ? 0x7fff : uint.MaxValue;

    /// <summary>A key's hash; 0 for an empty one, whatever the hash.</summary>
    public static uint Of(RingHash hash, ReadOnlySpan<byte> key) => key.IsEmpty ? 0 : hash switch
    {
        RingHash.OneAtATime => OneAtATime(key),
        RingHash.Md5 => FromMd5(key, 0),
        RingHash.Crc16 => Crc16(key),
        RingHash.Crc32 => (~Crc32(key) >> 16) & 0x7fff,
        RingHash.Crc32a => ~Crc32(key),
        // Of 64 bits that are multiplied, the lower 32 depend on the lower 32 alone.
        RingHash.Fnv1Bits64 => Fnv1(key, 0x84222325, 0x1b3),
        RingHash.Fnv1aBits64 => Fnv1a(key, 0x84222325, 0x1b3),
        RingHash.Fnv1Bits32 => Fnv1(key, 2166136261, 16777619),
        RingHash.Fnv1aBits32 => Fnv1a(key, 2166136261, 16777619),
        RingHash.Hsieh => MixingHashes.Hsieh(key),
        RingHash.Murmur => MixingHashes.Murmur(key),
        RingHash.Jenkins => MixingHashes.Jenkins(key),
        _ => throw new ArgumentOutOfRangeException(nameof(hash)),
    };

    /// <summary>One of the four numbers of a text's MD5, from 0.</summary>
    internal static uint FromMd5(ReadOnlySpan<byte> text, int part)
    {
        Span<byte> digest = stackalloc byte[Md5.Size];
        Md5.Digest(text, digest);
        return BinaryPrimitives.ReadUInt32LittleEndian(digest[(part * 4)..]);
    }

    /// <summary>A byte as a signed char that is made an unsigned number.</summary>
    internal static uint Signed(byte value) => (uint)(sbyte)value;

    private static uint OneAtATime(ReadOnlySpan<byte> key)
    {
        uint hash = 0;
        foreach (byte value in key)
        {
            hash += Signed(value);
            hash += hash << 10;
            hash ^= hash >> 6;
        }
        hash += hash << 3;
        hash ^= hash >> 11;
        return hash + (hash << 15);
    }

    private static uint Crc16(ReadOnlySpan<byte> key)
    {
        uint crc = 0;
        foreach (byte value in key) crc = (crc << 8) ^ KeySlot.Table[(int)(((crc >> 8) ^ value) & 0xff)];
        return crc;
    }

    /// <summary>Before its last negation.</summary>
    private static uint Crc32(ReadOnlySpan<byte> key)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in key) crc = (crc >> 8) ^ s_crc32[(crc ^ value) & 0xff];
        return crc;
    }

    private static uint Fnv1(ReadOnlySpan<byte> key, uint hash, uint prime)
    {
        foreach (byte value in key) hash = (hash * prime) ^ Signed(value);
        return hash;
    }

    private static uint Fnv1a(ReadOnlySpan<byte> key, uint hash, uint prime)
    {
        foreach (byte value in key) hash = (hash ^ Signed(value)) * prime;
        return hash;
    }

    private static uint[] BuildCrc32()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
            table[i] = crc;
        }
        return table;
    }
}

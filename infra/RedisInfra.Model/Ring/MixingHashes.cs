using System.Buffers.Binary;
using System.Numerics;

namespace RedisInfra.Model.Ring;

/// <summary>
/// The hashes that take several bytes at a time, as nutcracker computes them on little-endian machines.
/// </summary>
internal static class MixingHashes
{
    private const uint MurmurFactor = 0x5bd1e995;
    private const int MurmurShift = 24;
    private const uint JenkinsStart = 0xdeadbeef + 13;
    private const int JenkinsBytes = 12;

    /// <summary>Hsieh's SuperFastHash. Its third last byte is signed, its only last one isn't.</summary>
    public static uint Hsieh(ReadOnlySpan<byte> key)
    {
        uint hash = 0;
        for (; key.Length >= 4; key = key[4..])
        {
            hash += BinaryPrimitives.ReadUInt16LittleEndian(key);
            uint high = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(key[2..]) << 11) ^ hash;
            hash = (hash << 16) ^ high;
            hash += hash >> 11;
        }
        if (key.Length == 3)
        {
            hash += BinaryPrimitives.ReadUInt16LittleEndian(key);
            hash ^= hash << 16;
            hash ^= KeyHash.Signed(key[2]) << 18;
            hash += hash >> 11;
        }
        else if (key.Length == 2)
        {
            hash += BinaryPrimitives.ReadUInt16LittleEndian(key);
            hash ^= hash << 11;
            hash += hash >> 17;
        }
        else if (key.Length == 1)
        {
            hash += key[0];
            hash ^= hash << 10;
            hash += hash >> 1;
        }
        hash ^= hash << 3;
        hash += hash >> 5;
        hash ^= hash << 4;
        hash += hash >> 17;
        hash ^= hash << 25;
        return hash + (hash >> 6);
    }

    /// <summary>MurmurHash2 with a seed made from the length.</summary>
    public static uint Murmur(ReadOnlySpan<byte> key)
    {
        uint length = (uint)key.Length;
        uint hash = (0xdeadbeef * length) ^ length;
        for (; key.Length >= 4; key = key[4..])
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(key) * MurmurFactor;
            word = (word ^ (word >> MurmurShift)) * MurmurFactor;
            hash = (hash * MurmurFactor) ^ word;
        }
        if (key.Length > 0)
        {
            for (int i = key.Length - 1; i >= 0; i--) hash ^= (uint)key[i] << (8 * i);
            hash *= MurmurFactor;
        }
        hash = (hash ^ (hash >> 13)) * MurmurFactor;
        return hash ^ (hash >> 15);
    }

    /// <summary>Jenkins' lookup3 (hashlittle), begun with 13.</summary>
    public static uint Jenkins(ReadOnlySpan<byte> key)
    {
        uint a, b, c;
        a = b = c = JenkinsStart + (uint)key.Length;
        for (; key.Length > JenkinsBytes; key = key[JenkinsBytes..])
        {
            Add(key, ref a, ref b, ref c);
            Turn(ref a, ref c, 4, b);
            Turn(ref b, ref a, 6, c);
            Turn(ref c, ref b, 8, a);
            Turn(ref a, ref c, 16, b);
            Turn(ref b, ref a, 19, c);
            Turn(ref c, ref b, 4, a);
        }
        Span<byte> last = stackalloc byte[JenkinsBytes];
        last.Clear();
        key.CopyTo(last);
        Add(last, ref a, ref b, ref c);
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }

    private static void Add(ReadOnlySpan<byte> words, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(words);
        b += BinaryPrimitives.ReadUInt32LittleEndian(words[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(words[8..]);
    }

    /// <summary>One of the six steps between two blocks: x loses y and is mixed with y turned; y grows by z.</summary>
    private static void Turn(ref uint x, ref uint y, int bits, uint z)
    {
        x = (x - y) ^ BitOperations.RotateLeft(y, bits);
        y += z;
    }
}

using System.Buffers.Binary;
using System.Numerics;

namespace RedisInfra.Model.Ring;

/// <summary>
/// MD5 (RFC 1321): what nutcracker places servers on its ring with. Only for that; it protects nothing.
/// </summary>
internal static class Md5
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 16;

    private const int BlockBytes = 64;
    private const int LengthBytes = 8;
    private static readonly int[] s_turns = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
    private static readonly uint[] s_sines =
        [.. Enumerable.Range(1, 64).Select(i => (uint)(long)Math.Floor(Math.Abs(Math.Sin(i)) * 4294967296.0))];

    /// <summary>The digest of some bytes, 16 of them.</summary>
    public static void Digest(ReadOnlySpan<byte> bytes, Span<byte> digest)
    {
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        int whole = bytes.Length / BlockBytes * BlockBytes;
        for (int at = 0; at < whole; at += BlockBytes) Block(state, bytes.Slice(at, BlockBytes));
        Span<byte> tail = stackalloc byte[BlockBytes * 2];
        tail.Clear();
        var rest = bytes[whole..];
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        int length = rest.Length + 1 + LengthBytes <= BlockBytes ? BlockBytes : BlockBytes * 2;
        BinaryPrimitives.WriteUInt64LittleEndian(tail[(length - LengthBytes)..], (ulong)bytes.Length * 8);
        for (int at = 0; at < length; at += BlockBytes) Block(state, tail.Slice(at, BlockBytes));
        for (int i = 0; i < state.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(digest[(i * 4)..], state[i]);
    }

    private static void Block(Span<uint> state, ReadOnlySpan<byte> block)
    {
        uint a = state[0], b = state[1], c = state[2], d = state[3];
        for (int i = 0; i < 64; i++)
        {
            int round = i / 16;
            var (mixed, word) = round switch
            {
                0 => ((b & c) | (~b & d), i),
                1 => ((d & b) | (~d & c), ((5 * i) + 1) % 16),
                2 => (b ^ c ^ d, ((3 * i) + 5) % 16),
                _ => (c ^ (b | ~d), 7 * i % 16),
            };
            uint sum = a + mixed + s_sines[i] + BinaryPrimitives.ReadUInt32LittleEndian(block[(word * 4)..]);
            (a, d, c) = (d, c, b);
            b += BitOperations.RotateLeft(sum, s_turns[(round * 4) + (i % 4)]);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}

using System.Numerics;

namespace RedisInfra.Embedded.Engine.Providers.Random;

/// <summary>
/// The fractional binary digits of pi as 32-bit words: Blowfish takes its initial tables from them, so they are
/// computed instead of typed in.
/// </summary>
internal static class PiDigits
{
    private const int GuardBits = 64;

    public static uint[] Words(int count)
    {
        var bits = (count * 32) + GuardBits;
        var one = BigInteger.One << bits;

        // Machin: pi = 16 arctan(1/5) - 4 arctan(1/239).
        var pi = (16 * ArcTangentOfInverse(5, one)) - (4 * ArcTangentOfInverse(239, one));
        var fraction = (pi - (3 * one)) >> GuardBits;
        var bytes = fraction.ToByteArray(isUnsigned: true, isBigEndian: true);
        var padded = new byte[count * 4];
        bytes.CopyTo(padded, padded.Length - bytes.Length);
        var words = new uint[count];
        for (var i = 0; i < count; i++)
            words[i] = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(i * 4));
        return words;
    }

    private static BigInteger ArcTangentOfInverse(int x, BigInteger one)
    {
        var power = one / x;
        var sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= -(x * x);
            sum += power / n;
        }

        return sum;
    }
}

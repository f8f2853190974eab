using System.Security.Cryptography;
using System.Text;

namespace RedisInfra.Embedded.Engine.Providers.Random;

/// <summary>bcrypt, as RandomPassword's <c>bcryptHash</c> needs it: "$2a$", cost 10, at most 72 bytes of
/// password.</summary>
internal static class Bcrypt
{
    private const int DefaultCost = 10;
    private const int SaltBytes = 16;
    private const int MaxPasswordBytes = 72;
    private const int HashBytes = 23;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Hash(string password) =>
        Hash(password, RandomNumberGenerator.GetBytes(SaltBytes), DefaultCost);

    public static string Hash(string password, ReadOnlySpan<byte> salt, int cost)
    {
        var bytes = Encoding.UTF8.GetBytes(password);

        // The closing zero is part of the key.
        var key = new byte[Math.Min(bytes.Length, MaxPasswordBytes) + 1];
        bytes.AsSpan(0, key.Length - 1).CopyTo(key);
        if (key.Length > MaxPasswordBytes)
            Array.Resize(ref key, MaxPasswordBytes);

        var cipher = new Blowfish();
        cipher.Expand(key, salt);
        for (var i = 0; i < 1 << cost; i++)
        {
            cipher.Expand(key, []);
            cipher.Expand(salt, []);
        }

        return $"$2a${cost:00}${Encode(salt)}{Encode(Digest(cipher).AsSpan(0, HashBytes))}";
    }

    public static byte[] DecodeSalt(string text)
    {
        var bits = 0;
        var count = 0;
        var result = new List<byte>();
        foreach (var character in text)
        {
            bits = (bits << 6) | Alphabet.IndexOf(character, StringComparison.Ordinal);
            count += 6;
            if (count < 8)
                continue;
            count -= 8;
            result.Add((byte)(bits >> count));
            bits &= (1 << count) - 1;
        }

        return [.. result];
    }

    private static byte[] Digest(Blowfish cipher)
    {
        var text = Encoding.ASCII.GetBytes("OrpheanBeholderScryDoubt");
        var result = new byte[text.Length];
        for (var i = 0; i < text.Length; i += 8)
        {
            var left = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(text.AsSpan(i));
            var right = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(text.AsSpan(i + 4));
            for (var n = 0; n < 64; n++)
                cipher.Encrypt(ref left, ref right);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(i), left);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(result.AsSpan(i + 4), right);
        }

        return result;
    }

    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var bits = 0;
        var count = 0;
        foreach (var value in bytes)
        {
            bits = (bits << 8) | value;
            count += 8;
            while (count >= 6)
            {
                count -= 6;
                text.Append(Alphabet[bits >> count]);
                bits &= (1 << count) - 1;
            }
        }

        if (count > 0)
            text.Append(Alphabet[bits << (6 - count)]);
        return text.ToString();
    }
}

namespace RedisInfra.Embedded.Engine.Providers.Random;

/// <summary>The Blowfish cipher with the expensive key schedule of bcrypt (Provos and Mazières, 1999).</summary>
internal sealed class Blowfish
{
    private const int Rounds = 16;
    private static readonly Lazy<uint[]> _pi = new(() => PiDigits.Words(Rounds + 2 + (4 * 256)));

    private readonly uint[] _subkeys = _pi.Value[..(Rounds + 2)];
    private readonly uint[] _boxes = _pi.Value[(Rounds + 2)..];

    /// <summary>Mixes a key and a salt into the tables; an empty salt is the cheap repetition.</summary>
    public void Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        var position = 0;
        for (var i = 0; i < _subkeys.Length; i++)
            _subkeys[i] ^= Next(key, ref position);

        position = 0;
        uint left = 0, right = 0;
        Replace(_subkeys, salt, ref left, ref right, ref position);
        Replace(_boxes, salt, ref left, ref right, ref position);
    }

    public void Encrypt(ref uint left, ref uint right)
    {
        for (var i = 0; i < Rounds; i += 2)
        {
            left ^= _subkeys[i];
            right ^= Mix(left);
            right ^= _subkeys[i + 1];
            left ^= Mix(right);
        }

        (left, right) = (right ^ _subkeys[Rounds + 1], left ^ _subkeys[Rounds]);
    }

    private void Replace(uint[] table, ReadOnlySpan<byte> salt, ref uint left, ref uint right, ref int position)
    {
        for (var i = 0; i < table.Length; i += 2)
        {
            if (salt.Length > 0)
            {
                left ^= Next(salt, ref position);
                right ^= Next(salt, ref position);
            }

            Encrypt(ref left, ref right);
            (table[i], table[i + 1]) = (left, right);
        }
    }

    private uint Mix(uint x) =>
        ((_boxes[x >> 24] + _boxes[256 + ((x >> 16) & 0xff)]) ^ _boxes[512 + ((x >> 8) & 0xff)])
        + _boxes[768 + (x & 0xff)];

    private static uint Next(ReadOnlySpan<byte> bytes, ref int position)
    {
        uint word = 0;
        for (var i = 0; i < 4; i++)
        {
            word = (word << 8) | bytes[position];
            position = (position + 1) % bytes.Length;
        }

        return word;
    }
}

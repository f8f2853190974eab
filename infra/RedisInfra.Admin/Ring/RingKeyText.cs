using System.Globalization;
using System.Text;

namespace RedisInfra.Admin.Ring;

/// <summary>Keys in messages.</summary>
internal static class RingKeyText
{
    private const int MaxBytes = 80;

    /// <summary>A key with everything that isn't plain text as \xHH, and not too long.</summary>
    public static string Of(ReadOnlySpan<byte> key)
    {
        var text = new StringBuilder();
        foreach (byte value in key[..Math.Min(key.Length, MaxBytes)])
        {
            bool isPlain = value is >= 0x20 and < 0x7f and not (byte)'\\';
            if (isPlain) text.Append((char)value);
            else text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        }
        return key.Length > MaxBytes ? $"{text}…" : $"{text}";
    }
}

using System.Text;

namespace RedisInfra.Model.Slots;

/// <summary>
/// Which slot a key belongs to: CRC16 (XMODEM) of the key or of its hash tag, modulo 16384 (Redis Cluster
/// specification).
/// </summary>
public static class KeySlot
{
    private static readonly ushort[] s_table = BuildTable();

    /// <summary>CRC16 of each byte, for those who compute it otherwise.</summary>
    internal static ReadOnlySpan<ushort> Table => s_table;

    /// <summary>The slot of a key given as text, encoded as UTF-8.</summary>
    public static int Of(string key) => Of(Encoding.UTF8.GetBytes(key));

    /// <summary>The slot of a key.</summary>
    public static int Of(ReadOnlySpan<byte> key) => Crc16(HashTag(key)) & (SlotRange.SlotCount - 1);

    /// <summary>
    /// The part of a key that is hashed: what stands between its first <c>{</c> and the next <c>}</c>, or else all of
    /// it.
    /// </summary>
    public static ReadOnlySpan<byte> HashTag(ReadOnlySpan<byte> key)
    {
        int open = key.IndexOf((byte)'{');
        if (open < 0) return key;
        int length = key[(open + 1)..].IndexOf((byte)'}');
        return length <= 0 ? key : key.Slice(open + 1, length);
    }

    /// <summary>CRC16 with the polynomial 0x1021 and the initial value 0.</summary>
    public static ushort Crc16(ReadOnlySpan<byte> bytes)
    {
        int crc = 0;
        foreach (byte value in bytes) crc = ((crc << 8) & 0xFFFF) ^ s_table[((crc >> 8) ^ value) & 0xFF];
        return (ushort)crc;
    }

    private static ushort[] BuildTable()
    {
        var table = new ushort[256];
        for (int i = 0; i < table.Length; i++)
        {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            table[i] = (ushort)crc;
        }
        return table;
    }
}

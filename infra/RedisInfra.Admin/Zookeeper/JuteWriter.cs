using System.Buffers.Binary;
using System.Text;

namespace RedisInfra.Admin.Zookeeper;

/// <summary>Writes what ZooKeeper reads: big-endian numbers, and a length before texts and bytes (Jute).</summary>
internal sealed class JuteWriter
{
    private const int LengthBytes = 4;
    private readonly MemoryStream _stream = new();

    public JuteWriter() => _stream.SetLength(_stream.Position = LengthBytes);

    public JuteWriter Int(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _stream.Write(bytes);
        return this;
    }

    public JuteWriter Long(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        _stream.Write(bytes);
        return this;
    }

    public JuteWriter Flag(bool value)
    {
        _stream.WriteByte(value ? (byte)1 : (byte)0);
        return this;
    }

    /// <summary>Null is a length of -1.</summary>
    public JuteWriter Bytes(ReadOnlyMemory<byte>? value)
    {
        Int(value?.Length ?? -1);
        if (value is { } bytes) _stream.Write(bytes.Span);
        return this;
    }

    // An array that is null would turn into a memory of no bytes, which is an empty text.
    public JuteWriter Text(string? value) =>
        Bytes(value is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(value));

    /// <summary>The whole packet, its length first.</summary>
    public byte[] ToPacket()
    {
        byte[] packet = _stream.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(packet, packet.Length - LengthBytes);
        return packet;
    }
}

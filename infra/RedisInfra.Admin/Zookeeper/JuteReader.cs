using System.Buffers.Binary;
using System.Text;

namespace RedisInfra.Admin.Zookeeper;

/// <summary>Reads a packet of ZooKeeper's.</summary>
internal sealed class JuteReader(ReadOnlyMemory<byte> packet)
{
    private const int LengthBytes = 4;

    /// <summary>ZooKeeper's own limit of a packet (jute.maxbuffer), and room for what is around the data.</summary>
    private const int MaxBytes = 2 * 1024 * 1024;

    private ReadOnlyMemory<byte> _rest = packet;

    public bool IsAtEnd => _rest.IsEmpty;

    /// <exception cref="IOException">The connection ended, or what came is no packet.</exception>
    public static async Task<JuteReader> ReceiveAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] length = new byte[LengthBytes];
        await stream.ReadExactlyAsync(length, cancellationToken);
        int count = BinaryPrimitives.ReadInt32BigEndian(length);
        if (count is < 0 or > MaxBytes) throw new InvalidDataException($"a packet of {count} bytes isn't ZooKeeper's");
        byte[] packet = new byte[count];
        await stream.ReadExactlyAsync(packet, cancellationToken);
        return new JuteReader(packet);
    }

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)).Span);

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)).Span);

    public byte[] Bytes() => Int() is var length && length > 0 ? Take(length).ToArray() : [];

    public string Text() => Encoding.UTF8.GetString(Bytes());

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _rest.Length) throw new InvalidDataException("a packet of ZooKeeper's is cut short");
        var part = _rest[..count];
        _rest = _rest[count..];
        return part;
    }
}

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>Compares keys byte by byte.</summary>
internal sealed class KeyBytes : IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static KeyBytes Instance { get; } = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj.Span);
        return hash.ToHashCode();
    }
}

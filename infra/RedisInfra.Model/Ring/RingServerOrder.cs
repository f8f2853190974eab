using System.Text;

namespace RedisInfra.Model.Ring;

/// <summary>nutcracker's order of servers: by the length of their names, then by their bytes.</summary>
internal sealed class RingServerOrder : IComparer<RingServer>
{
    public static RingServerOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(RingServer? x, RingServer? y)
    {
        byte[] one = Encoding.UTF8.GetBytes(x?.Name ?? "");
        byte[] other = Encoding.UTF8.GetBytes(y?.Name ?? "");
        return one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.AsSpan().SequenceCompareTo(other);
    }
}

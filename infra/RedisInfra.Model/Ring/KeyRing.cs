using System.Collections.Immutable;
using System.Text;

namespace RedisInfra.Model.Ring;

/// <summary>
/// Which server of a pool has a key: nutcracker 0.5's arithmetic, its rounding and its order of servers included.
/// </summary>
public sealed class KeyRing
{
    private readonly ImmutableArray<RingServer> _servers;
    private readonly byte[] _tag;
    private readonly ImmutableArray<RingPoint> _points;

    /// <summary>The ring of a pool.</summary>
    public KeyRing(RingPool pool)
    {
        Pool = pool;
        // nutcracker sorts its servers while it looks for duplicates, and counts them in that order.
        _servers = [.. pool.Servers.Order(RingServerOrder.Instance)];
        _tag = Encoding.UTF8.GetBytes(pool.HashTag);
        _points = pool.Distribution switch
        {
            RingDistribution.Ketama => KetamaPoints.Of(_servers),
            RingDistribution.Modula => [.. _servers.SelectMany(
                (server, index) => Enumerable.Repeat(new RingPoint(0, index), server.Weight))],
            _ => [],
        };
    }

    /// <summary>The pool.</summary>
    public RingPool Pool { get; }

    /// <summary>Its servers, in nutcracker's order.</summary>
    public ImmutableArray<RingServer> Servers => _servers;

    /// <summary>
    /// The points that servers have: sorted by value for ketama, one for each part of weight for modula.
    /// </summary>
    public ImmutableArray<RingPoint> Points => _points;

    /// <summary>The server that has a key given as text, encoded as UTF-8.</summary>
    public RingServer Of(string key) => _servers[IndexOf(Encoding.UTF8.GetBytes(key))];

    /// <summary>The place in <see cref="Servers"/> of the server that has a key.</summary>
    /// <exception cref="InvalidOperationException">Nobody can tell: <see cref="RingPool.IsCertain"/>.</exception>
    public int IndexOf(ReadOnlySpan<byte> key)
    {
        if (_servers.Length == 1) return 0;
        return AtHash(KeyHash.Of(Pool.Hash, Tagged(key)));
    }

    /// <summary>The place in <see cref="Servers"/> of the server that has the keys of a hash.</summary>
    public int AtHash(uint hash) => Pool.Distribution switch
    {
        RingDistribution.Ketama => _points[FirstFrom(hash)].Server,
        RingDistribution.Modula => _points[(int)(hash % (uint)_points.Length)].Server,
        _ => throw new InvalidOperationException("a random distribution has no place for a key"),
    };

    /// <summary>The part of a key that is hashed.</summary>
    private ReadOnlySpan<byte> Tagged(ReadOnlySpan<byte> key)
    {
        if (_tag.Length != 2) return key;
        int open = key.IndexOf(_tag[0]);
        if (open < 0) return key;
        int length = key[(open + 1)..].IndexOf(_tag[1]);
        return length <= 0 ? key : key.Slice(open + 1, length);
    }

    /// <summary>The first point whose value isn't below the hash; after the last one it begins again.</summary>
    private int FirstFrom(uint hash)
    {
        int low = 0;
        int high = _points.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_points[middle].Value < hash) low = middle + 1;
            else high = middle;
        }
        return low == _points.Length ? 0 : low;
    }
}

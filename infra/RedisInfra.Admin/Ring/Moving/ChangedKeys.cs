using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// Keys that clients changed since they were last taken from here. Whoever takes one reads it at its server only
/// afterwards: a change that it doesn't see then is told of later, and comes in again.
/// </summary>
internal sealed class ChangedKeys(Func<ReadOnlyMemory<byte>, bool> isWanted)
{
    private readonly Lock _lock = new();
    private HashSet<ReadOnlyMemory<byte>> _keys = new(KeyBytes.Instance);
    private bool _isFlushed;

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _keys.Count;
        }
    }

    /// <summary>A push of a connection with <c>CLIENT TRACKING ON BCAST</c>.</summary>
    public void Told(RespValue push)
    {
        if (push.Items.Count < 2 || push.Items[0].Text != "invalidate") return;
        if (push.Items[1].IsNull)
        {
            lock (_lock) _isFlushed = true;
            return;
        }
        Add(push.Items[1].Items.Select(key => key.Bytes));
    }

    /// <summary>Keys that are to be looked at once more.</summary>
    public void Add(IEnumerable<ReadOnlyMemory<byte>> keys)
    {
        var wanted = keys.Where(isWanted).ToList();
        lock (_lock) _keys.UnionWith(wanted);
    }

    /// <summary>Takes all, and whether the server was emptied (FLUSHALL) meanwhile.</summary>
    public (IReadOnlyCollection<ReadOnlyMemory<byte>> Keys, bool IsFlushed) Take()
    {
        lock (_lock)
        {
            var taken = (_keys, _isFlushed);
            (_keys, _isFlushed) = (new HashSet<ReadOnlyMemory<byte>>(KeyBytes.Instance), false);
            return taken;
        }
    }
}

namespace RedisInfra.Admin.Tests.Simulation.Data;

/// <summary>What became of a write, as far as its client knows.</summary>
internal enum WriteFate
{
    /// <summary>No answer came: it may have been done.</summary>
    Unknown,

    /// <summary>It was acknowledged.</summary>
    Acknowledged,

    /// <summary>It was refused: it can't have been done.</summary>
    Refused,
}

/// <summary>All writes of one key, one after the other, and which of them replication may have lost.</summary>
internal sealed class KeyHistory
{
    private readonly List<Write> _writes = [];

    /// <param name="existed">Whether the key was there at the start: its write 0.</param>
    public KeyHistory(bool existed)
    {
        if (!existed) return;
        _writes.Add(new Write(IsDelete: false, 0, WriteFate.Acknowledged, IsExcused: false));
        Ended = 1;
    }

    /// <summary>How many of the writes have ended.</summary>
    public int Ended { get; private set; }

    public int Count => _writes.Count;

    /// <summary>Begins a write; its number.</summary>
    public int Begin(bool isDelete, long expireAtUs)
    {
        _writes.Add(new Write(isDelete, expireAtUs, WriteFate.Unknown, IsExcused: false));
        return _writes.Count - 1;
    }

    public void End(int write, WriteFate fate)
    {
        _writes[write] = _writes[write] with { Fate = fate };
        Ended = write + 1;
    }

    /// <summary>This write may be lost.</summary>
    public void Excuse(int write) => _writes[write] = _writes[write] with { IsExcused = true };

    /// <summary>Everything up to this write may be lost.</summary>
    public void ExcuseUpTo(int write)
    {
        for (int i = 0; i <= write; i++) Excuse(i);
    }

    /// <summary>Everything after one write and up to another may be lost.</summary>
    public void ExcuseAfter(int first, int last)
    {
        for (int i = first + 1; i <= last; i++) Excuse(i);
    }

    /// <summary>Whether a reader may see this value now, having begun when there were so many writes.</summary>
    public bool Allows(StoredValue? value, long nowUs, int began = int.MaxValue)
    {
        for (int i = _writes.Count - 1; i >= 0; i--)
        {
            var write = _writes[i];
            if (Matches(i, write, value, nowUs)) return true;
            if (write is { Fate: WriteFate.Acknowledged, IsExcused: false } && i < began) return false;
        }
        return value is null;
    }

    public override string ToString() => string.Join(" ", _writes.Select((write, i) =>
        $"{i}:{(write.IsDelete ? "del" : "set")}{(write.ExpireAtUs > 0 ? $"@{write.ExpireAtUs / 1000}ms" : "")}"
        + $"{(write.Fate == WriteFate.Acknowledged ? "" : $"({write.Fate})")}"
        + $"{(write.IsExcused ? "(may be lost)" : "")}"));

    /// <summary>A key that comes back from a move expires as much later as it was under way.</summary>
    private static bool Matches(int number, Write write, StoredValue? value, long nowUs)
    {
        const long ToleranceUs = 15_000_000;
        if (write.Fate == WriteFate.Refused) return false;
        if (value is not { } seen)
            return write.IsDelete || (write.ExpireAtUs != 0 && write.ExpireAtUs <= nowUs);
        return !write.IsDelete && seen.Write == number && (write.ExpireAtUs == 0) == (seen.ExpireAtUs == 0)
            && Math.Abs(seen.ExpireAtUs - write.ExpireAtUs) < ToleranceUs;
    }

    private readonly record struct Write(bool IsDelete, long ExpireAtUs, WriteFate Fate, bool IsExcused);
}

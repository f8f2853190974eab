using System.Collections.Immutable;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// Counts what has moved and what is left, for progress, for the outcome, and to see that nothing stalls.
/// </summary>
internal sealed class MoveTally(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<SlotMove> _done = [];
    private long _lastStep = time.GetTimestamp();
    private long? _start;
    private int _slotsTotal;
    private long _keysTotal;
    private long _bytesTotal;
    private int _slotsDone;
    private long _keysDone;
    private double _bytesDone;

    /// <summary>Whether anything was written to a node.</summary>
    public bool IsTouched { get; private set; }

    /// <summary>Slots that an earlier run had left open.</summary>
    public int Resumed { get; private set; }

    /// <summary>What is waited for, for the message when it takes too long.</summary>
    public string? Waiting { get; set; }

    /// <summary>How long ago something last went forward.</summary>
    public TimeSpan Idle
    {
        get
        {
            lock (_lock) return time.GetElapsedTime(_lastStep);
        }
    }

    /// <summary>A plan is about to be carried out; what was done before stays counted.</summary>
    public void Plan(int slots, long keys, long bytes)
    {
        lock (_lock)
        {
            _start ??= time.GetTimestamp();
            _slotsTotal = _slotsDone + slots;
            _keysTotal = _keysDone + keys;
            _bytesTotal = (long)_bytesDone + bytes;
        }
    }

    public void Touch()
    {
        lock (_lock) IsTouched = true;
    }

    /// <summary>Something went forward that isn't counted.</summary>
    public void Step()
    {
        lock (_lock) _lastStep = time.GetTimestamp();
    }

    public void Keys(long keys, double bytes)
    {
        if (keys == 0) return;
        lock (_lock)
        {
            _keysDone += keys;
            _bytesDone += bytes;
            _lastStep = time.GetTimestamp();
        }
    }

    public void Slots(Member from, Member to, IEnumerable<int> slots, long keys, long bytes, bool isResumed)
    {
        lock (_lock)
        {
            var set = SlotSet.OfSlots(slots);
            _slotsDone += set.Count;
            if (isResumed) Resumed += set.Count;
            int at = _done.FindIndex(move => move.From.Name == from.Name && move.To.Name == to.Name);
            var before = at < 0 ? new SlotMove(from, to, SlotSet.Empty, 0, 0, "moved") : _done[at];
            var after = before with
            {
                Slots = before.Slots.Union(set),
                Keys = before.Keys + keys,
                Bytes = before.Bytes + bytes,
            };
            if (at < 0) _done.Add(after);
            else _done[at] = after;
            _lastStep = time.GetTimestamp();
        }
    }

    /// <summary>What has moved so far, by pairs.</summary>
    public ImmutableArray<SlotMove> Done()
    {
        lock (_lock) return [.. _done];
    }

    /// <summary>How far it is, or null when nothing has begun.</summary>
    public MoveProgress? Progress(bool isPaused)
    {
        lock (_lock)
        {
            if (_start is not { } start) return null;
            var elapsed = time.GetElapsedTime(start);
            // What was planned is an estimate: keys come and go meanwhile.
            long keysTotal = Math.Max(_keysTotal, _keysDone);
            return new MoveProgress(_slotsDone, Math.Max(_slotsTotal, _slotsDone), _keysDone, keysTotal,
                (long)_bytesDone, Math.Max(_bytesTotal, (long)_bytesDone), elapsed, Left(elapsed, keysTotal), isPaused);
        }
    }

    /// <summary>Empty slots take time too: each counts as a few keys.</summary>
    private TimeSpan? Left(TimeSpan elapsed, long keysTotal)
    {
        const double KeysPerSlot = 20;
        double done = _keysDone + (_slotsDone * KeysPerSlot);
        double total = keysTotal + (Math.Max(_slotsTotal, _slotsDone) * KeysPerSlot);
        return done <= 0 || elapsed <= TimeSpan.Zero ? null : elapsed * ((total - done) / done);
    }
}

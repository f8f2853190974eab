using System.Collections.Immutable;
using RedisInfra.Model.Ring;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>Counts what a run does, and tells of it now and then.</summary>
internal sealed class RingTally(TimeProvider time, RingMoveOptions options)
{
    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(250);
    private readonly Lock _lock = new();
    private readonly Dictionary<(int From, int To), (long Keys, long Bytes)> _copied = [];
    private readonly Dictionary<(int From, int To), long> _cleaned = [];
    private readonly long _start = time.GetTimestamp();
    private long _changedAgain;
    private long _told;
    private string _step = "looking";

    public long Total { get; set; }

    public long ChangedAgain => Interlocked.Read(ref _changedAgain);

    public RingMoveProgress Progress
    {
        get
        {
            lock (_lock)
            {
                return new RingMoveProgress(_step, _copied.Values.Sum(pair => pair.Keys), Total,
                    _copied.Values.Sum(pair => pair.Bytes), _changedAgain, time.GetElapsedTime(_start));
            }
        }
    }

    public void Step(string step)
    {
        lock (_lock) _step = step;
        options.Progress?.Invoke(Progress);
    }

    public void Copied(int from, int to, long keys, long bytes)
    {
        lock (_lock)
        {
            var now = _copied.GetValueOrDefault((from, to));
            _copied[(from, to)] = (now.Keys + keys, now.Bytes + bytes);
        }
        Tell();
    }

    public void Again(long keys)
    {
        Interlocked.Add(ref _changedAgain, keys);
        Tell();
    }

    public void Cleaned(int from, int to, long keys)
    {
        lock (_lock) _cleaned[(from, to)] = _cleaned.GetValueOrDefault((from, to)) + keys;
    }

    public ImmutableArray<RingPairMoved> Pairs(RingChange change)
    {
        lock (_lock)
        {
            return
            [
                .. _cleaned.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key).Select(pair => new RingPairMoved(
                    change.Members[pair.Key.From], change.Members[pair.Key.To], pair.Value,
                    _copied.GetValueOrDefault(pair.Key).Bytes)),
            ];
        }
    }

    private void Tell()
    {
        if (options.Progress is not { } tell) return;
        lock (_lock)
        {
            if (time.GetElapsedTime(_told) < s_between) return;
            _told = time.GetTimestamp();
        }
        tell(Progress);
    }
}

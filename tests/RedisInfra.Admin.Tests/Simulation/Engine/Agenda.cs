namespace RedisInfra.Admin.Tests.Simulation.Engine;

/// <summary>What is going to happen, by virtual time in microseconds; what is due at one time is shuffled.</summary>
internal sealed class Agenda(SeededRandom random)
{
    private const int TieBits = 20;

    /// <summary>A run has some 100,000; one that never ends must not hang the tests.</summary>
    private const int MaxEvents = 20_000_000;
    private readonly PriorityQueue<Action, ulong> _events = new();
    private int _count;

    public long NowUs { get; private set; }

    public void At(long timeUs, Action action) =>
        _events.Enqueue(action, ((ulong)Math.Max(timeUs, NowUs) << TieBits) | (random.Bits() >> (64 - TieBits)));

    public void After(long delayUs, Action action) => At(NowUs + delayUs, action);

    /// <summary>Does the next thing, unless there is none until then.</summary>
    public bool RunNext(long untilUs)
    {
        if (!_events.TryPeek(out var action, out ulong priority)) return false;
        long timeUs = (long)(priority >> TieBits);
        if (timeUs > untilUs)
        {
            NowUs = Math.Max(NowUs, untilUs);
            return false;
        }
        if (++_count > MaxEvents) throw new InvalidOperationException($"more than {MaxEvents} events: it never ends");
        _events.Dequeue();
        NowUs = timeUs;
        action();
        return true;
    }
}

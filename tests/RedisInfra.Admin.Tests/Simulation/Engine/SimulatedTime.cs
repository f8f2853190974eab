namespace RedisInfra.Admin.Tests.Simulation.Engine;

/// <summary>
/// Virtual time, for one process: its timers die with it. The wall clock starts at a fixed day.
/// </summary>
internal sealed class SimulatedTime(Agenda agenda, Pump pump, Func<bool> isAlive) : TimeProvider
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => MicrosecondsPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => agenda.NowUs;

    public override DateTimeOffset GetUtcNow() => s_start.AddMicroseconds(agenda.NowUs);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        pump.CheckThread("CreateTimer");
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private int _version;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Schedule(dueTime, ++_version);
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            _version++;
            return ValueTask.CompletedTask;
        }

        private void Schedule(TimeSpan due, int version)
        {
            if (due == Timeout.InfiniteTimeSpan) return;
            time.Agenda.After((long)due.TotalMicroseconds, () =>
            {
                if (version != _version || !time.IsAlive()) return;
                if (_period > TimeSpan.Zero) Schedule(_period, version);
                callback(state);
            });
        }
    }

    private Agenda Agenda => agenda;

    private bool IsAlive() => isAlive();
}

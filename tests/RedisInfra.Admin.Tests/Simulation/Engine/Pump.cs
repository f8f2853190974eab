namespace RedisInfra.Admin.Tests.Simulation.Engine;

/// <summary>
/// Runs a simulation on the thread that calls it: continuations run inline or from a queue of its own, never on the
/// thread pool. Whatever leaves the thread all the same is found and fails the run, because it would make a seed give
/// different runs.
/// </summary>
internal sealed class Pump(Agenda agenda) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile string? _escape;

    /// <summary>Makes this the context of the calling thread until the result is disposed.</summary>
    public IDisposable Enter()
    {
        var before = Current;
        SetSynchronizationContext(this);
        return new Restore(before);
    }

    /// <summary>Goes on until something is the case or a virtual time is reached; false for the latter.</summary>
    /// <exception cref="SimulationEscapedException">Work left the simulation.</exception>
    public bool Until(Func<bool> done, long deadlineUs)
    {
        while (true)
        {
            while (_posted.TryDequeue(out var next)) next.Callback(next.State);
            if (_escape is { } escape) throw new SimulationEscapedException(escape);
            if (done()) return true;
            if (agenda.RunNext(deadlineUs)) continue;
            if (_posted.Count > 0) continue;
            return false;
        }
    }

    /// <summary>Called by everything that simulated code can call.</summary>
    public void CheckThread(string where)
    {
        if (Environment.CurrentManagedThreadId == _thread) return;
        Escaped(where);
        throw new SimulationEscapedException(_escape!);
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId == _thread) _posted.Enqueue((d, state));
        else Escaped("a continuation");
    }

    public override void Send(SendOrPostCallback d, object? state)
    {
        CheckThread("Send");
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    private void Escaped(string where) =>
        _escape ??= $"{where} came from another thread. What runs in a simulation must not use Task.Run, "
            + $"ConfigureAwait(false), real timers or queues of the thread pool. At: {Environment.StackTrace}";

    private sealed class Restore(SynchronizationContext? before) : IDisposable
    {
        public void Dispose() => SetSynchronizationContext(before);
    }
}

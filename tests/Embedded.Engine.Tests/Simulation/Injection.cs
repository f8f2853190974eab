namespace Embedded.Engine.Tests.Simulation;

/// <summary>What happens to a run.</summary>
internal enum Mishap
{
    /// <summary>kill -9: nothing reaches provider or disk any more.</summary>
    Kill,

    /// <summary>One call, or one write, fails.</summary>
    Fail,

    /// <summary>Ctrl-C.</summary>
    Cancel,
}

/// <summary>
/// Lets a mishap happen at one of a run's points: before and after the effect of each provider call, and before and
/// after each write of the state.
/// </summary>
internal sealed class Injection(Mishap mishap, int at) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = new();
    private int _points;

    public bool IsKilled { get; private set; }
    public CancellationToken Stop => _cancelled.Token;

    public Task AtCallAsync(string call, bool isAfter, CancellationToken cancellationToken)
    {
        // A provider that says that a deletion failed must not have deleted: what the engine can't know isn't tested.
        var isLie = isAfter && mishap == Mishap.Fail && call.StartsWith("delete", StringComparison.Ordinal);
        if (!isLie) Pass($"{call} ({(isAfter ? "after" : "before")})");
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public void AtSave(bool isAfter) => Pass(isAfter ? "saved" : "save");

    public void Dispose() => _cancelled.Dispose();

    private void Pass(string point)
    {
        if (IsKilled) throw new IOException("killed");
        if (Interlocked.Increment(ref _points) - 1 != at) return;
        switch (mishap)
        {
            case Mishap.Kill:
                IsKilled = true;
                throw new IOException("killed");
            case Mishap.Fail:
                throw new InvalidOperationException($"injected at {point}");
            default:
                _cancelled.Cancel();
                break;
        }
    }
}

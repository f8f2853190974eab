namespace RedisInfra.Admin.Migration;

/// <summary>Pauses a move between two MIGRATEs, or between two atomic migrations, and lets it go on.</summary>
public sealed class MoveControl
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _paused;

    /// <summary>Whether it is paused.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_lock) return _paused is not null;
        }
    }

    /// <summary>Stops as soon as the command under way is answered. Clients are served meanwhile.</summary>
    public void Pause()
    {
        lock (_lock) _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Goes on.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            _paused?.TrySetResult();
            _paused = null;
        }
    }

    /// <summary>Returns when it isn't paused.</summary>
    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _paused is null ? Task.CompletedTask : _paused.Task.WaitAsync(cancellationToken);
    }
}

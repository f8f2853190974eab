namespace Pulumi;

/// <summary>Everything a program has started: its body, registrations, outputs, messages.</summary>
internal sealed class InFlightTasks
{
    private readonly Lock _lock = new();
    private readonly List<Exception> _failures = [];
    private TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    public void Add(Task task)
    {
        if (task.IsCompletedSuccessfully) return;

        lock (_lock)
        {
            // Settled once before, and started again: by what handles the failure.
            if (_running++ == 0 && _settled.Task.IsCompleted)
                _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _ = task.ContinueWith(
            Complete, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until nothing runs any more or something has failed, and gives what has failed by then.</summary>
    public async Task<IReadOnlyList<Exception>> IdleAsync()
    {
        Task settled;
        lock (_lock)
        {
            if (_running == 0) return [.. _failures];
            settled = _settled.Task;
        }

        await settled.ConfigureAwait(false);
        lock (_lock) return [.. _failures];
    }

    private void Complete(Task task)
    {
        lock (_lock)
        {
            _running--;
            // One exception fails every output that was derived from it, but it is one failure.
            foreach (var failure in task.Exception?.Flatten().InnerExceptions ?? [])
                if (!_failures.Contains(failure)) _failures.Add(failure);
            if (task.IsCanceled && _failures.Count == 0) _failures.Add(new TaskCanceledException(task));
            if (_running == 0 || _failures.Count > 0) _settled.TrySetResult();
        }
    }
}

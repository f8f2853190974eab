namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Counts what is under way, so that its end can be waited for.</summary>
internal sealed class Outstanding
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public IDisposable Enter()
    {
        lock (_gate) _count++;
        return new Exit(this);
    }

    public Task IdleAsync()
    {
        lock (_gate) return _count == 0 ? Task.CompletedTask : _idle.Task;
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_count > 0) return;
            _idle.TrySetResult();
            _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class Exit(Outstanding owner) : IDisposable
    {
        public void Dispose() => owner.Leave();
    }
}

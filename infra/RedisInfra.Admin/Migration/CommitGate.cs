namespace RedisInfra.Admin.Migration;

/// <summary>
/// One commit at a time in the whole cluster. Two masters that take slots at the same moment may choose the same
/// epoch (redis #1547, #3442). Whoever waits goes on in the order of asking, on the leaver's own stack.
/// </summary>
internal sealed class CommitGate
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isHeld;

    public Task EnterAsync()
    {
        lock (_lock)
        {
            if (!_isHeld)
            {
                _isHeld = true;
                return Task.CompletedTask;
            }
            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    public void Leave()
    {
        TaskCompletionSource? next;
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out next)) _isHeld = false;
        }
        next?.SetResult();
    }
}

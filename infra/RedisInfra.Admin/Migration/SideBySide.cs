namespace RedisInfra.Admin.Migration;

/// <summary>Runs work side by side, with a limit, and never two of one lane at once.</summary>
internal static class SideBySide
{
    /// <summary>
    /// Begins items in their order as their lanes are free. When one fails no further ones begin, and those that run
    /// come to their own end.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was stopped before all had begun and ended.</exception>
    public static async Task RunAsync<T>(
        IReadOnlyList<T> items, Func<T, string[]> lanesOf, int atOnce, Func<T, Task> run, CancellationToken stop)
    {
        var waiting = items.ToList();
        var running = new Dictionary<Task, string[]>();
        Exception? failure = null;
        while (waiting.Count > 0 || running.Count > 0)
        {
            for (int i = 0; i < waiting.Count && running.Count < Math.Max(1, atOnce); i++)
            {
                if (failure is not null || stop.IsCancellationRequested) break;
                if (lanesOf(waiting[i]).Any(lane => running.Values.Any(busy => busy.Contains(lane)))) continue;
                var item = waiting[i];
                waiting.RemoveAt(i--);
                running.Add(run(item), lanesOf(item));
            }
            if (running.Count == 0) break;
            var ended = await Task.WhenAny(running.Keys);
            running.Remove(ended);
            try
            {
                await ended;
            }
            catch (Exception exception)
            {
                // What can't be repaired by looking again counts more than what can.
                if (failure is null || exception is MoveTroubleException { IsFinal: true }) failure = exception;
            }
        }
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        stop.ThrowIfCancellationRequested();
    }
}

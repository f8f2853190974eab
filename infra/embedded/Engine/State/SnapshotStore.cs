using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// Saves the snapshots of one run. One write is under way at a time; whoever asks meanwhile waits for the next one,
/// which takes the newest snapshot for all of them. So many parallel steps cost few writes, and none goes on before it
/// is safe.
/// </summary>
internal sealed class SnapshotStore(FileBackend backend, StackName stack, CheckpointSerializer serializer)
    : ISnapshotStore
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lock _gate = new();
    private (Snapshot Snapshot, long Number) _newest;
    private long _saved;

    /// <summary>The bytes last written; null before the first write.</summary>
    public byte[]? Content { get; private set; }

    public async Task SaveAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long number;
        lock (_gate)
        {
            number = _newest.Number + 1;
            _newest = (snapshot, number);
        }

        // Once accepted it is written, whatever is cancelled meanwhile.
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            if (_saved >= number) return;
            (Snapshot Snapshot, long Number) newest;
            lock (_gate) newest = _newest;
            await WriteAsync(newest.Snapshot);
            _saved = newest.Number;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task WriteAsync(Snapshot snapshot)
    {
        var problems = SnapshotIntegrity.Check(snapshot);
        if (problems.Length > 0)
        {
            throw new DiagnosticException([.. problems.Select(p => new Diagnostic(
                "RI5003", $"stack '{stack}'", $"the new state would be unsound: {p}",
                "such a state could not be loaded again, so the file was left as it was",
                "This is a bug in RedisInfra: please report it with the program that shows it"))]);
        }

        var content = serializer.Write(snapshot, stack);
        await backend.WriteAsync(stack, content, CancellationToken.None);
        Content = content;
    }
}

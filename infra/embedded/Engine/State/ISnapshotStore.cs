namespace RedisInfra.Embedded.Engine.State;

/// <summary>Keeps a run's state durable while it goes on.</summary>
internal interface ISnapshotStore
{
    /// <summary>
    /// Returns when <paramref name="snapshot"/>, or one saved after it, is on disk. Calls may overlap; they must be
    /// made in the order of their snapshots, and those that wait meanwhile share one write. A token that is cancelled
    /// already keeps it from starting; use none for what was done.
    /// </summary>
    Task SaveAsync(Snapshot snapshot, CancellationToken cancellationToken);
}

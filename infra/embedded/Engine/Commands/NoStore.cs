using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>A preview's: there is nothing to save.</summary>
internal sealed class NoStore : ISnapshotStore
{
    public static readonly NoStore Instance = new();

    public Task SaveAsync(Snapshot snapshot, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("bug in RedisInfra: a preview wrote state");
}

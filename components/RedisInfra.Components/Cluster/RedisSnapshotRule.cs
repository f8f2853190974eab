namespace RedisInfra.Components.Cluster;

/// <summary>
/// A snapshot is taken when so much time went by since the last one, and so many keys were changed (<c>save</c>).
/// </summary>
/// <param name="After">Whole seconds, 1 s to 7 days.</param>
/// <param name="Changes">1 or more.</param>
public sealed record RedisSnapshotRule(TimeSpan After, int Changes);

namespace RedisInfra.Admin.Zookeeper;

/// <summary>A session, which outlives connections: whoever shows it to any server within its time goes on with it.
/// </summary>
/// <param name="Id">Its number.</param>
/// <param name="Key">What proves that it is one's own.</param>
/// <param name="Timeout">After so long without a word it is over.</param>
/// <param name="LastZxid">The last change that was seen: a server that is behind it isn't talked to.</param>
public sealed record ZookeeperSession(long Id, ReadOnlyMemory<byte> Key, TimeSpan Timeout, long LastZxid);

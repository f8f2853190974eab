using RedisInfra.Model.Zookeeper;

namespace RedisInfra.Admin.Zookeeper;

/// <summary>An ensemble as it was seen.</summary>
/// <param name="Configuration">Who votes; null when no server could tell.</param>
/// <param name="Roles">What each server says that it does.</param>
public sealed record EnsembleView(
    ZookeeperConfiguration? Configuration, IReadOnlyDictionary<int, ZookeeperRole> Roles);

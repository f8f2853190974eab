using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>A master that is to get another's functions before it gets slots: a move doesn't carry them (redis
/// #11780).</summary>
/// <param name="From">The member that has them.</param>
/// <param name="To">The member that lacks them.</param>
public sealed record FunctionCopy(Member From, Member To);

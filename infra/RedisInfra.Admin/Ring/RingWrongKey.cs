using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring;

/// <summary>A key that is at a server where the ring doesn't put it.</summary>
/// <param name="Key">The key, readable.</param>
/// <param name="Owner">Where the ring puts it.</param>
/// <param name="IsTwice">Whether it is there as well.</param>
public sealed record RingWrongKey(string Key, Member Owner, bool IsTwice);

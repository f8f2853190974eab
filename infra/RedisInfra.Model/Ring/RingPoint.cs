namespace RedisInfra.Model.Ring;

/// <summary>
/// A point of a ring: keys whose hash comes at or before it, and after the point before, are the server's.
/// </summary>
/// <param name="Value">Where on the ring; 0 for modula, which has no places.</param>
/// <param name="Server">The place of the server in <see cref="KeyRing.Servers"/>.</param>
public readonly record struct RingPoint(uint Value, int Server);

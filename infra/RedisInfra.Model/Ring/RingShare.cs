namespace RedisInfra.Model.Ring;

/// <summary>The hashes that one server has in one ring and another in the other.</summary>
/// <param name="Old">The place of the server in the one ring.</param>
/// <param name="Young">The place of the server in the other ring.</param>
/// <param name="Part">Their part of all hashes, up to 1.</param>
public readonly record struct RingShare(int Old, int Young, double Part);

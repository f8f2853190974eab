using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Ring;

/// <summary>What is known of a server before keys move.</summary>
/// <param name="Server">The server.</param>
/// <param name="Version">Its version, as INFO has it: "7.0.15".</param>
public sealed record RingMoveServer(Member Server, string Version)
{
    /// <summary>The memory that it may use, in bytes; 0 for no limit.</summary>
    public long MaxMemory { get; init; }

    /// <summary>The memory that it uses, in bytes.</summary>
    public long UsedMemory { get; init; }

    /// <summary>Another database than 0 that has keys; null for none.</summary>
    public int? OtherDatabase { get; init; }
}

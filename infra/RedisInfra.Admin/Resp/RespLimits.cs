namespace RedisInfra.Admin.Resp;

/// <summary>
/// What a reply may be at most. More than that is a broken or hostile peer, and the connection is closed.
/// </summary>
public sealed record RespLimits
{
    /// <summary>Bytes of one bulk string; Redis' own proto-max-bulk-len by default.</summary>
    public int MaxBulkBytes { get; init; } = 512 * 1024 * 1024;

    /// <summary>Bytes of a line: a simple string, an error, a number.</summary>
    public int MaxLineBytes { get; init; } = 64 * 1024;

    /// <summary>Values in one array.</summary>
    public int MaxItems { get; init; } = 4 * 1024 * 1024;

    /// <summary>Arrays within arrays.</summary>
    public int MaxDepth { get; init; } = 16;
}

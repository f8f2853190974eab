namespace RedisInfra.Admin.Resp;

/// <summary>A connection couldn't be made or was lost. Its text never holds arguments of commands.</summary>
public sealed class RedisConnectionException(ConnectionFailure failure, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public ConnectionFailure Failure { get; } = failure;
}

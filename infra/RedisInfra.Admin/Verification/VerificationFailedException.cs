namespace RedisInfra.Admin.Verification;

/// <summary>
/// A cluster stands but isn't what its users need: members disagree, or a client can't write and read.
/// </summary>
public sealed class VerificationFailedException(string message, Exception? inner = null) : Exception(message, inner);

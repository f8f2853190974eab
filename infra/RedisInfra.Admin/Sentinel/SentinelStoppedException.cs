namespace RedisInfra.Admin.Sentinel;

/// <summary>A handover or a prune didn't come to its end; the message says what is and how to go on.</summary>
public sealed class SentinelStoppedException(string message, Exception? inner = null) : Exception(message, inner);

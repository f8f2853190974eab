namespace RedisInfra.Cli.Common;

/// <summary>The command can't be done as it was given; the message says why and what to do.</summary>
internal sealed class RefusedException(string message, Exception? inner = null) : Exception(message, inner);

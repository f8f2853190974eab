namespace RedisInfra.Embedded.Engine.Providers;

/// <summary>
/// A call failed and may have had its effect, because no answer came. The engine keeps its operation pending, so that
/// the next run takes up what may be there.
/// </summary>
internal sealed class OutcomeUnknownException(Exception cause) : Exception(cause.Message, cause);

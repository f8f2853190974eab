namespace RedisInfra.Kubernetes;

/// <summary>Whether we may do something.</summary>
/// <param name="IsAllowed">Whether we may.</param>
/// <param name="Reason">The server's reason; may be empty.</param>
public sealed record AccessAnswer(bool IsAllowed, string Reason);

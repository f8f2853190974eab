namespace RedisInfra.Kubernetes;

/// <summary>One cause of a refused request.</summary>
/// <param name="Field">The field it is about, for example <c>spec.replicas</c>; null when the server names
/// none.</param>
/// <param name="Reason">The server's word for it, for example <c>FieldValueInvalid</c>.</param>
/// <param name="Message">The server's sentence.</param>
public sealed record KubeCause(string? Field, string Reason, string Message);

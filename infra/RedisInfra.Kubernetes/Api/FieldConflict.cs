namespace RedisInfra.Kubernetes;

/// <summary>A field that another manager owns, found by a server-side apply without force.</summary>
/// <param name="Field">The field, for example <c>.spec.replicas</c>.</param>
/// <param name="Manager">Who owns it, for example <c>kubectl-edit</c>.</param>
public sealed record FieldConflict(string Field, string Manager);

namespace RedisInfra.Kubernetes;

/// <summary>Something we may or may not do.</summary>
/// <param name="Verb">get, list, watch, create, patch, delete, …</param>
/// <param name="Resource">The kind's plural name: <c>statefulsets</c>.</param>
/// <param name="Group">Its API group: <c>apps</c>; "" for the core group.</param>
/// <param name="Namespace">Where; null: the client's own; "": cluster-wide.</param>
/// <param name="Subresource">exec, portforward, log, …</param>
/// <param name="Name">One object; null: any.</param>
public sealed record AccessQuestion(
    string Verb, string Resource, string Group = "", string? Namespace = null, string? Subresource = null,
    string? Name = null);

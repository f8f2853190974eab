namespace RedisInfra.Kubernetes;

/// <summary>How an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <value>Background (the server's default), Foreground or Orphan.</value>
    public string? PropagationPolicy { get; init; }

    /// <value>Deletes only the object with this uid, not a later one of the same name.</value>
    public string? Uid { get; init; }

    /// <value>Deletes only this version of the object.</value>
    public string? ResourceVersion { get; init; }

    /// <value>Seconds a pod gets to stop; null: what the pod says; 0: none.</value>
    public int? GracePeriodSeconds { get; init; }

    /// <value>Whether the server only checks; default false.</value>
    public bool DryRun { get; init; }
}

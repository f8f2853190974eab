namespace RedisInfra.Kubernetes;

/// <summary>How a server-side apply is done.</summary>
public sealed record ApplyOptions
{
    /// <value>Under which name the fields are owned; default "redisinfra".</value>
    public string FieldManager { get; init; } = "redisinfra";

    /// <value>Whether fields of other managers are taken over; default false: they are a conflict.</value>
    public bool Force { get; init; }

    /// <value>Whether the server only computes the result; default false.</value>
    public bool DryRun { get; init; }
}

namespace RedisInfra.Model.Formation;

/// <summary>Fixed numbers of forming a cluster.</summary>
public static class FormationDefaults
{
    /// <summary>
    /// cluster-node-timeout while forming, in milliseconds. A node says cluster_state:ok only after a delay of
    /// clamp(timeout, 500, 5000) ms (cluster.c, clusterUpdateState), so 500 is the shortest that helps.
    /// </summary>
    public const int FormingNodeTimeoutMs = 500;

    /// <summary>cluster-node-timeout in milliseconds when nobody tells: neither the declaration nor a member.</summary>
    public const int NodeTimeoutMs = 15000;

    /// <summary>The parameter that <see cref="FormingNodeTimeoutMs"/> is a value of.</summary>
    public const string NodeTimeout = "cluster-node-timeout";

    /// <summary>
    /// How long a master waits for more replicas before it sends them its data, in seconds: 5 by default (redis.conf).
    /// New
    /// replicas would wait for nothing, so masters have 0 while forming.
    /// </summary>
    public const string SyncDelay = "repl-diskless-sync-delay";
}

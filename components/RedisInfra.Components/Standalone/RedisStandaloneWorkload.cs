namespace RedisInfra.Components.Standalone;

/// <summary>What keeps the one pod running.</summary>
public enum RedisStandaloneWorkload
{
    /// <summary>A StatefulSet of one: the pod has a stable name, and never runs twice.</summary>
    StatefulSet,

    /// <summary>
    /// A Deployment with the strategy Recreate: the old pod ends before the new one starts. A node that can't be
    /// reached may still run the old one; a claim that is mounted by one node at a time (ReadWriteOnce) guards the
    /// data then, NFS doesn't.
    /// </summary>
    Deployment,
}

namespace RedisInfra.Components.Storage;

/// <summary>How members share an NFS server.</summary>
public enum NfsExports
{
    /// <summary>
    /// One export for all. Each member has a folder of it, named like its pod, that its pod makes when it is missing.
    /// </summary>
    Shared,

    /// <summary>
    /// A folder or export of its own for each member, below <see cref="RedisStorage.Nfs.Path"/> and named like its pod,
    /// that must be there: <c>/export/redis/orders-0</c>. No pod can see the files of another.
    /// </summary>
    PerMember,
}

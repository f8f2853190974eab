namespace RedisInfra.Kubernetes.Readiness;

/// <summary>
/// What the kubelet's words about a mount mean: they hold a command line, and of the reason only what the node's mount
/// program printed. Pure.
/// </summary>
internal static class MountFailure
{
    /// <summary>What mount.nfs says, and the lab's client, and what to see to. The first that fits counts.</summary>
    private static readonly (string[] Said, string Means)[] s_meanings =
    [
        (["bad option; for several filesystems", "need a /sbin/mount.<type> helper", "unknown filesystem type 'nfs"],
            "the node has no NFS client (install nfs-common or nfs-utils there)"),
        (["access denied by server", "MNT3ERR_ACCES", "MNT3ERR_PERM", "Operation not permitted", "Permission denied"],
            "the NFS server has no such export, or doesn't give it to this node"),
        (["No such file or directory", "MNT3ERR_NOENT", "NFS3ERR_NOENT", "MNT3ERR_NOTDIR", "NFS4ERR_NOENT"],
            "the NFS server has no such export or folder"),
        (["Failed to resolve server", "Name or service not known", "Invalid address", "Can not resolve"],
            "nobody knows the NFS server's name (nodes ask their own DNS, not the cluster's)"),
        (["Connection refused", "Connection timed out", "No route to host", "Network is unreachable",
            "Host is down", "ECONNREFUSED", "nfs_service failed"],
            "the NFS server doesn't answer"),
        (["Protocol not supported", "requested NFS version or transport protocol is not supported"],
            "the NFS server doesn't speak the version that is asked for (mount options nfsvers or vers)"),
        (["Stale file handle"], "the NFS server's export was replaced while it was in use (mount it anew)"),
        (["an incorrect mount option was specified", "invalid option"],
            "the node's NFS client doesn't know a mount option"),
    ];

    /// <summary>The meaning; null when the words tell none that is known.</summary>
    public static string? MeaningOf(string said) => IsNfs(said)
        ? s_meanings.FirstOrDefault(m => m.Said.Any(s => said.Contains(s, StringComparison.OrdinalIgnoreCase))).Means
        : null;

    /// <summary>"SERVER:/PATH" of the mount; null when the words don't hold it.</summary>
    public static string? SourceOf(string said) => IsNfs(said)
        ? said.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => word.Contains(":/", StringComparison.Ordinal)
                && !word.Contains("://", StringComparison.Ordinal) && !word.StartsWith('/'))
        : null;

    /// <summary>The kubelet prints the command: "Mounting arguments: -t nfs -o hard nfs.example:/export …".</summary>
    private static bool IsNfs(string said) => said.Contains("-t nfs", StringComparison.Ordinal);
}

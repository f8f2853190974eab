using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Storage;

/// <summary>
/// Where the members keep their data: <see cref="Claims"/>, <see cref="Nfs"/> or <see cref="Ephemeral"/>.
/// </summary>
public abstract record RedisStorage
{
    private RedisStorage()
    {
    }

    /// <summary>A PersistentVolumeClaim a member, from a storage class.</summary>
    public sealed record Claims : RedisStorage
    {
        /// <summary>The size of each member's volume.</summary>
        /// <value>
        /// Bytes; 8Gi unless set. At least twice the memory limit leaves room for a rewrite of the append-only file.
        /// </value>
        public Input<Quantity> Size { get; init; } = Quantity.Gibibytes(8);

        /// <summary>The storage class.</summary>
        /// <value>A name; the cluster's default class unless set.</value>
        public Input<string>? StorageClass { get; init; }

        /// <summary>What becomes of the claims, and so of the data, when the cluster is destroyed.</summary>
        /// <value><see cref="ClaimDeletion.Keep"/> unless set.</value>
        public ClaimDeletion OnDelete { get; init; } = ClaimDeletion.Keep;
    }

    /// <summary>
    /// Folders of an NFS server, one a member, named like its pod. The static volumes and their claims name each other,
    /// so nothing else can bind them. The export must be writable for the pods' user (999) or squash all users to one
    /// who may; nothing is ever given to another owner. The files stay when a member goes or all is destroyed, and
    /// whoever has the same name later finds them.
    /// </summary>
    public sealed record Nfs : RedisStorage
    {
        /// <summary>The server.</summary>
        /// <value>A host name or address.</value>
        public required Input<string> Server { get; init; }

        /// <summary>The exported folder, or the one that has the members' exports in it.</summary>
        /// <value>An absolute path on the server.</value>
        public required Input<string> Path { get; init; }

        /// <summary>Whether all members use one export, or each its own.</summary>
        /// <value><see cref="NfsExports.Shared"/> unless set.</value>
        public NfsExports Exports { get; init; } = NfsExports.Shared;

        /// <summary>The size that each volume tells. NFS doesn't enforce it, so it may change at any time.</summary>
        /// <value>Bytes; 8Gi unless set.</value>
        public Input<Quantity> Size { get; init; } = Quantity.Gibibytes(8);

        /// <summary>Options of the mount.</summary>
        /// <value>
        /// <c>hard</c> unless set. <c>soft</c> is refused, as it turns a slow server into a write that is lost, and
        /// <c>ro</c>.
        /// </value>
        public InputList<string> MountOptions { get; init; } = new() { "hard" };
    }

    /// <summary>A folder on the node that goes with the pod. Only replicas keep data then.</summary>
    public sealed record Ephemeral : RedisStorage
    {
        /// <summary>How much a pod may write before it is evicted.</summary>
        /// <value>Bytes; no limit unless set.</value>
        public Input<Quantity>? SizeLimit { get; init; }
    }
}

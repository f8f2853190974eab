using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Observation;

/// <summary>What one member said when it was asked: <see cref="Live"/> or <see cref="Silent"/>.</summary>
/// <param name="Member">The member that was asked.</param>
public abstract record NodeView(Member Member)
{
    /// <summary>The member answered; this is its own view of the cluster, which need not be the others'.</summary>
    /// <param name="Member">The member.</param>
    /// <param name="Records">Its <c>CLUSTER NODES</c>; exactly one is itself.</param>
    /// <param name="IsStateOk">Whether it says <c>cluster_state:ok</c>.</param>
    /// <param name="KeyCount">How many keys it holds.</param>
    /// <param name="IsMasterLinkUp">For a replica: whether it follows its master. True for a master.</param>
    /// <param name="Version">Its version: <c>7.0.15</c>.</param>
    /// <param name="NodeTimeoutMs">Its cluster-node-timeout in milliseconds.</param>
    /// <param name="SyncDelaySec">Its repl-diskless-sync-delay in seconds.</param>
    /// <param name="FunctionsDigest">A digest of its loaded functions; "" when it has none or can't have any.</param>
    public sealed record Live(
        Member Member, ImmutableArray<NodeRecord> Records, bool IsStateOk, long KeyCount, bool IsMasterLinkUp,
        string Version, int NodeTimeoutMs, int SyncDelaySec, string FunctionsDigest = "") : NodeView(Member)
    {
        /// <summary>
        /// cluster-allow-replica-migration. With yes, a master that gives up its last slot turns into a replica. Also
        /// when it is no only because of a run of ours, which is under way or was killed.
        /// </summary>
        public bool AllowsReplicaMigration { get; init; }

        /// <summary>
        /// Whether a run of ours has set that to no, and noted at the node that it was yes (while it moves slots, or it
        /// was killed).
        /// </summary>
        public bool IsRoleKept { get; init; }

        /// <summary>
        /// What it knows of atomic slot migrations, ended ones left out; none before Redis 8.4 and Valkey 9.
        /// </summary>
        public ImmutableArray<SlotTask> SlotTasks { get; init; } = [];

        /// <summary>Whether each SETSLOT waits there until replicas have it (from Valkey 8 on).</summary>
        public bool WaitsInSetSlot => ServerVersion.Of(Version) is { IsValkey: true } server && server.IsAtLeast(8);

        /// <summary>What moves slots at this server.</summary>
        public MigrationMethod Method => MigrationMethods.Of(Version);

        /// <summary>Its <c>CLUSTER NODES</c>; exactly one is itself.</summary>
        public ImmutableArray<NodeRecord> Records
        {
            get;
            init
            {
                field = value;
                Self = SelfOf(value);
            }
        } = Records;

        /// <summary>Its line about itself.</summary>
        public NodeRecord Self { get; private init; } = SelfOf(Records);

        /// <summary>Its lines about others, those being met left out.</summary>
        public IEnumerable<NodeRecord> Peers => Records.Where(record => !record.IsMyself && !record.IsHandshake);

        /// <summary>Whether it knows the node by its id.</summary>
        public bool Knows(NodeId id) => Records.Any(record => record.Id == id && !record.IsHandshake);

        // Kept, not looked up: it is asked for a thousand times where a view has a thousand lines.
        private static NodeRecord SelfOf(ImmutableArray<NodeRecord> records) =>
            records.Single(record => record.IsMyself);
    }

    /// <summary>The member gave no view.</summary>
    /// <param name="Member">The member.</param>
    /// <param name="Reason">Why not.</param>
    /// <param name="Detail">The error, without secrets.</param>
    public sealed record Silent(Member Member, SilentReason Reason, string Detail) : NodeView(Member);
}

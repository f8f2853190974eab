namespace RedisInfra.Model.Health;

/// <summary>Kinds of findings about a cluster's health.</summary>
public enum HealthCode
{
    /// <summary>A member gave no view.</summary>
    MemberSilent,

    /// <summary>A node doesn't say <c>cluster_state:ok</c>.</summary>
    StateNotOk,

    /// <summary>A node doesn't know another, or has it only half met.</summary>
    NodeUnknown,

    /// <summary>A node knows a node that isn't declared.</summary>
    NodeUndeclared,

    /// <summary>A node believes another to be down.</summary>
    NodeFailing,

    /// <summary>A node has no bus link to another.</summary>
    LinkDown,

    /// <summary>Nodes disagree about who owns slots.</summary>
    SlotsDisputed,

    /// <summary>Slots that nobody owns.</summary>
    SlotsUncovered,

    /// <summary>Slots in the middle of a move.</summary>
    SlotsOpen,

    /// <summary>Two masters have the same config epoch.</summary>
    EpochCollision,

    /// <summary>Nodes disagree about another's role or master.</summary>
    RoleDisputed,

    /// <summary>A master without slots where a replica is declared.</summary>
    MasterWithoutSlots,

    /// <summary>A replica doesn't follow its master.</summary>
    ReplicaLinkDown,

    /// <summary>A replica follows a node that isn't declared.</summary>
    ReplicaWithoutMaster,

    /// <summary>A replica follows the master of another shard. A warning.</summary>
    ReplicaInOtherShard,

    /// <summary>Members run different versions. A warning.</summary>
    VersionsMixed,
}

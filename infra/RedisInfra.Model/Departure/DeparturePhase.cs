namespace RedisInfra.Model.Departure;

/// <summary>The order of leaving. After each phase the nodes are looked at again.</summary>
public enum DeparturePhase
{
    /// <summary>Members that are gone already and own nothing are forgotten by all others.</summary>
    ForgetGone,

    /// <summary>
    /// Members that are to be of another shard hand over what they own of theirs, and follow the other's master.
    /// </summary>
    ChangeShard,

    /// <summary>
    /// A member that leaves and is the master of a shard that stays makes a staying replica the master.
    /// </summary>
    HandOver,

    /// <summary>Shards that leave give their slots to those that stay.</summary>
    MoveSlots,

    /// <summary>Staying replicas of members that leave follow another master.</summary>
    Follow,

    /// <summary>Members that own nothing any more are forgotten by all that stay, within the ban of 60 s.</summary>
    Forget,

    /// <summary>
    /// Members that nobody knows any more become fresh nodes, so that their disks can't bring the old ones back.
    /// </summary>
    Reset,
}

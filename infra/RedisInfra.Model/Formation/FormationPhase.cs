namespace RedisInfra.Model.Formation;

/// <summary>
/// The order of forming. Within a phase members are independent of each other; one member's steps keep their order.
/// </summary>
public enum FormationPhase
{
    /// <summary>Each node for itself, before anything meets: timeout, functions, epoch, slots.</summary>
    Prepare,

    /// <summary>Every node meets every other.</summary>
    Meet,

    /// <summary>Until every node knows every other.</summary>
    AwaitMembership,

    /// <summary>Replicas follow their masters.</summary>
    Replicate,

    /// <summary>
    /// Each new replica meets the others again, which tells them its role at once instead of with the next gossip.
    /// </summary>
    Announce,

    /// <summary>Until every node agrees on everything.</summary>
    AwaitAgreement,

    /// <summary>Each node's node timeout as it should be.</summary>
    Restore,
}

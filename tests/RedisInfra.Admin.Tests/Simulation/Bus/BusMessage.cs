using RedisInfra.Admin.Tests.Simulation.Nodes;

namespace RedisInfra.Admin.Tests.Simulation.Bus;

/// <summary>Kinds of messages between nodes.</summary>
internal enum BusKind
{
    Ping,
    Pong,
    Meet,
    Fail,
    AuthRequest,
    AuthAck,
    ManualFailover,
    Update,
}

/// <summary>A message of the cluster bus: what its sender says about itself, and a few words about others.</summary>
internal sealed class BusMessage
{
    public required BusKind Kind { get; init; }

    public required Identity Sender { get; init; }

    public required long CurrentEpoch { get; init; }

    /// <summary>Of the sender, or of its master.</summary>
    public required long ConfigEpoch { get; init; }

    public required Identity? Master { get; init; }

    /// <summary>The slots of the sender, or of its master.</summary>
    public required SlotClaim Slots { get; init; }

    public required long Offset { get; init; }

    /// <summary>Nodes that are mentioned, a bit each, and those of them that the sender takes for failing.</summary>
    public ulong Mentioned { get; init; }

    public ulong Failing { get; init; }

    /// <summary>Of those mentioned: the masters.</summary>
    public ulong Masters { get; init; }

    /// <summary>The node that FAIL and UPDATE are about.</summary>
    public Identity? About { get; init; }

    public long AboutEpoch { get; init; }

    public SlotClaim? AboutSlots { get; init; }

    /// <summary>A vote is asked for although the master isn't down.</summary>
    public bool IsForced { get; init; }

    /// <summary>The master has paused writes.</summary>
    public bool IsPaused { get; init; }

    /// <summary>The handshake that this belongs to, at the node that began it.</summary>
    public Handshake? Handshake { get; init; }
}

namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>What a node believes about a node, itself included: one line of its nodes.conf, and its link.</summary>
internal sealed class Peer(Identity id)
{
    private ulong[] _slots = SlotClaim.None.Bits;
    private SlotClaim? _claim = SlotClaim.None;

    public Identity Id { get; } = id;

    public bool IsMaster { get; set; } = true;

    public Identity? Master { get; set; }

    public long ConfigEpoch { get; set; }

    public bool IsSuspected { get; set; }

    public bool IsFailed { get; set; }

    /// <summary>A valid target of replica migration: it has, or had, replicas.</summary>
    public bool IsMigrationTarget { get; set; }

    public int SlotCount { get; private set; }

    // What doesn't survive a restart.
    public bool HasLink { get; set; }

    public long LinkSinceUs { get; set; }

    public long PingSentUs { get; set; }

    public long PongReceivedUs { get; set; }

    public long DataReceivedUs { get; set; }

    public long FailedSinceUs { get; set; }

    public long VotedUs { get; set; }

    public long OrphanedUs { get; set; }

    public long Offset { get; set; }

    /// <summary>Masters that reported it as failing, by their number, and when.</summary>
    public Dictionary<int, long>? Reports { get; set; }

    public ulong[] Bits => _slots;

    public bool IsFailing => IsSuspected || IsFailed;

    /// <summary>Its slots, to be sent; the same object until they change.</summary>
    public SlotClaim Claim => _claim ??= new SlotClaim(_slots);

    public bool Owns(int slot) => (_slots[slot >> 6] & (1UL << (slot & 63))) != 0;

    public void Add(int slot)
    {
        Unshare();
        _slots[slot >> 6] |= 1UL << (slot & 63);
        SlotCount++;
    }

    public void Remove(int slot)
    {
        Unshare();
        _slots[slot >> 6] &= ~(1UL << (slot & 63));
        SlotCount--;
    }

    /// <summary>Takes exactly these slots: many nodes share one bitmap while they agree.</summary>
    public void Share(SlotClaim claim, int count) => (_claim, _slots, SlotCount) = (claim, claim.Bits, count);

    /// <summary>A restart forgets what isn't in nodes.conf.</summary>
    public void ForgetLink()
    {
        HasLink = false;
        PingSentUs = PongReceivedUs = DataReceivedUs = VotedUs = OrphanedUs = Offset = 0;
        Reports = null;
    }

    private void Unshare()
    {
        if (_claim is null) return;
        _slots = [.. _slots];
        _claim = null;
    }
}

using RedisInfra.Model.Slots;

namespace RedisInfra.Admin.Tests.Simulation.Nodes;

/// <summary>What one node believes about the cluster: its nodes.conf.</summary>
internal sealed class ClusterView
{
    public const int MaxPeers = 60;
    private const byte Nobody = 255;

    private readonly byte[] _owners = new byte[SlotRange.SlotCount];
    private readonly Peer?[] _peers = new Peer?[MaxPeers];
    private readonly List<Peer> _list = [];
    private readonly ulong[] _unclaimed = new ulong[SlotClaim.WordCount];
    private bool _hasUnclaimed;

    public ClusterView(Identity myself)
    {
        Array.Fill(_owners, Nobody);
        Myself = new Peer(myself) { HasLink = true };
        _peers[myself.Index] = Myself;
        _list.Add(Myself);
        Unassigned = SlotRange.SlotCount;
    }

    public Peer Myself { get; private set; }

    public long CurrentEpoch { get; set; }

    public long LastVoteEpoch { get; set; }

    /// <summary>Open slots and the node at the other end.</summary>
    public SortedDictionary<int, Identity> Migrating { get; } = [];

    public SortedDictionary<int, Identity> Importing { get; } = [];

    public List<Handshake> Handshakes { get; } = [];

    /// <summary>Nodes that were forgotten, and until when they aren't taken up again.</summary>
    public Dictionary<int, long> Banned { get; } = [];

    /// <summary>Changes whenever CLUSTER NODES does.</summary>
    public int Version { get; private set; }

    public int Known => _list.Count + Handshakes.Count;

    public int Unassigned { get; private set; }

    /// <summary>All it knows, itself included, in the order of their numbers.</summary>
    public List<Peer> Peers => _list;

    public Peer? Find(Identity? id) => id is null ? null : _peers[id.Index];

    public Peer? Find(int index) => _peers[index];

    public Peer? OwnerOf(int slot) => _owners[slot] == Nobody ? null : _peers[_owners[slot]];

    public bool IsMine(int slot) => _owners[slot] == Myself.Id.Index;

    /// <summary>Nobody owns the slot, or its owner no longer says that it does.</summary>
    public bool IsUnclaimed(int slot) =>
        _owners[slot] == Nobody || (_unclaimed[slot >> 6] & (1UL << (slot & 63))) != 0;

    /// <summary>The slot's owner doesn't claim it any more; somebody else will.</summary>
    public void SetUnclaimed(int slot)
    {
        _unclaimed[slot >> 6] |= 1UL << (slot & 63);
        _hasUnclaimed = true;
    }

    /// <summary>Slots that their owner claims, again perhaps.</summary>
    public void Claimed(ulong[] slots)
    {
        if (!_hasUnclaimed) return;
        ulong left = 0;
        for (int word = 0; word < SlotClaim.WordCount; word++) left |= _unclaimed[word] &= ~slots[word];
        _hasUnclaimed = left != 0;
    }

    public void SetOwner(int slot, Peer? owner)
    {
        _unclaimed[slot >> 6] &= ~(1UL << (slot & 63));
        if (_owners[slot] == Nobody) Unassigned--;
        else _peers[_owners[slot]]!.Remove(slot);
        if (owner is null)
        {
            _owners[slot] = Nobody;
            Unassigned++;
        }
        else
        {
            _owners[slot] = (byte)owner.Id.Index;
            owner.Add(slot);
        }
        Changed();
    }

    /// <summary>At the start of a run: who owns what, by the number of each slot's owner.</summary>
    public void LoadOwners(byte[] owners, IReadOnlyDictionary<int, (SlotClaim Claim, int Count)> claims)
    {
        owners.CopyTo(_owners, 0);
        foreach (var (index, (claim, count)) in claims) _peers[index]!.Share(claim, count);
        Unassigned = 0;
        Changed();
    }

    public void RemoveSlots(Peer owner)
    {
        foreach (int slot in SlotClaim.Slots([.. owner.Bits])) SetOwner(slot, null);
    }

    public Peer Add(Identity id)
    {
        var peer = new Peer(id);
        _peers[id.Index] = peer;
        _list.Add(peer);
        _list.Sort((one, other) => one.Id.Index - other.Id.Index);
        Changed();
        return peer;
    }

    public void Remove(Peer peer)
    {
        RemoveSlots(peer);
        foreach (int slot in Keys(Migrating, peer.Id)) Migrating.Remove(slot);
        foreach (int slot in Keys(Importing, peer.Id)) Importing.Remove(slot);
        foreach (var other in Peers)
        {
            other.Reports?.Remove(peer.Id.Index);
            if (other.Master == peer.Id) other.Master = null;
        }
        _peers[peer.Id.Index] = null;
        _list.Remove(peer);
        Changed();
    }

    /// <summary>A hard reset: everything known stays known under the node's new id.</summary>
    public void Rename(Identity id)
    {
        _peers[Myself.Id.Index] = null;
        _list.Remove(Myself);
        Myself = new Peer(id) { HasLink = true };
        _peers[id.Index] = Myself;
        _list.Add(Myself);
        Changed();
    }

    public void CloseAllSlots()
    {
        Migrating.Clear();
        Importing.Clear();
        Changed();
    }

    public void Changed() => Version++;

    private static List<int> Keys(SortedDictionary<int, Identity> open, Identity peer) =>
        [.. open.Where(pair => pair.Value == peer).Select(pair => pair.Key)];
}

using System.Collections.Immutable;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Ring;

/// <summary>
/// A pool whose ring changes: its servers before and after, each once, and who has a key then and now. Names are
/// identities: a server that keeps its name is the same one wherever it is; one that keeps its address but not its name
/// is the same one with another place in the ring.
/// </summary>
public sealed class RingChange
{
    private readonly ImmutableArray<int> _oldMembers;
    private readonly ImmutableArray<int> _newMembers;

    private RingChange(KeyRing old, KeyRing young, ImmutableArray<Member> members,
        ImmutableArray<int> oldMembers, ImmutableArray<int> newMembers)
    {
        (Old, New, Members) = (old, young, members);
        (_oldMembers, _newMembers) = (oldMembers, newMembers);
    }

    /// <summary>The ring as it is.</summary>
    public KeyRing Old { get; }

    /// <summary>The ring as it is to be.</summary>
    public KeyRing New { get; }

    /// <summary>The servers: those of the new ring in its order, then those that are only in the old one.</summary>
    public ImmutableArray<Member> Members { get; }

    /// <summary>Servers that are in the new ring.</summary>
    public IEnumerable<Member> Staying => _newMembers.Distinct().Select(index => Members[index]);

    /// <summary>The change from one pool to another, which <see cref="RingChecks"/> has nothing against.</summary>
    public static RingChange Of(RingPool from, RingPool to)
    {
        var (old, young) = (new KeyRing(from), new KeyRing(to));
        var members = new List<Member>();
        var byEndpoint = new Dictionary<string, int>(StringComparer.Ordinal);
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        int Add(RingServer server)
        {
            if (byEndpoint.TryGetValue(server.Endpoint, out int known)) return known;
            int index = byEndpoint[server.Endpoint] = members.Count;
            members.Add(new Member(server.Name, index, 0, server.Host, server.Port));
            return index;
        }
        var newMembers = young.Servers.Select(server => byName[server.Name] = Add(server)).ToImmutableArray();
        var oldMembers = old.Servers.Select(
            server => byName.TryGetValue(server.Name, out int same) ? same : Add(server)).ToImmutableArray();
        return new RingChange(old, young, [.. members], oldMembers, newMembers);
    }

    /// <summary>The place in <see cref="Members"/> of the server that has a key before.</summary>
    public int OldOwner(ReadOnlySpan<byte> key) => _oldMembers[Old.IndexOf(key)];

    /// <summary>The place in <see cref="Members"/> of the server that has a key after.</summary>
    public int NewOwner(ReadOnlySpan<byte> key) => _newMembers[New.IndexOf(key)];

    /// <summary>Which part of all hashes moves from whom to whom: what no change to this ring can avoid.</summary>
    public ImmutableArray<RingShare> Shares() =>
    [
        .. RingShares.Of(Old, New)
            .GroupBy(share => (From: _oldMembers[share.Old], To: _newMembers[share.Young]))
            .Where(pair => pair.Key.From != pair.Key.To)
            .OrderBy(pair => pair.Key.From).ThenBy(pair => pair.Key.To)
            .Select(pair => new RingShare(pair.Key.From, pair.Key.To, pair.Sum(share => share.Part))),
    ];
}

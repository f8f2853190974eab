using System.Collections.Immutable;

namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>What was seen, beside what is declared: who is who, whatever address it goes by.</summary>
internal sealed class SetView
{
    private readonly ImmutableHashSet<string> _ours;
    private readonly ImmutableHashSet<string> _leaving;

    public SetView(ObservedSet seen, DeclaredSet declared, IEnumerable<SetMember> leaving)
    {
        (Seen, Declared) = (seen, declared);
        Members = Servers(declared.Members);
        Sentinels = At(declared.Sentinels);
        _ours = Identities(declared.Members);
        _leaving = Identities(leaving).Except(_ours);
        LeavingSentinels = [.. At(leaving).Where(one => Sentinels.All(other => other.Id != one.Id))];
    }

    public ObservedSet Seen { get; }

    public DeclaredSet Declared { get; }

    /// <summary>Declared servers that answer.</summary>
    public ImmutableArray<ObservedServer> Members { get; }

    /// <summary>Declared Sentinels that answer.</summary>
    public ImmutableArray<ObservedSentinel> Sentinels { get; }

    /// <summary>Sentinels that leave and still answer.</summary>
    public ImmutableArray<ObservedSentinel> LeavingSentinels { get; }

    /// <summary>Declared Sentinels that watch the master.</summary>
    public IEnumerable<ObservedSentinel> Watching => Sentinels.Where(one => one.IsWatching);

    /// <summary>Whether the address leads to a declared server.</summary>
    public bool IsOurs(string endpoint) => _ours.Contains(endpoint) || _ours.Contains(Seen.Identity(endpoint));

    /// <summary>Whether the address leads to a server that leaves.</summary>
    public bool IsLeaving(string endpoint) =>
        !IsOurs(endpoint) && (_leaving.Contains(endpoint) || _leaving.Contains(Seen.Identity(endpoint)));

    /// <summary>Whether it replicates that master, whatever either calls it.</summary>
    public bool Follows(ObservedServer one, ObservedServer master) => one.IsReplicaOf(master)
        || (!one.IsMaster && Seen.Identity(one.Follows) == master.RunId);

    /// <summary>Whether a Sentinel counts with that server.</summary>
    public bool IsKnown(ObservedServer server) => Seen.Watching.Any(one =>
        Seen.Identity(one.Master) == server.RunId
        || one.Replicas.Any(replica => Seen.Identity(replica.Endpoint) == server.RunId));

    private ImmutableHashSet<string> Identities(IEnumerable<SetMember> members) =>
        [.. members.SelectMany(one => (string[])[one.Endpoint, Seen.Identity(one.Endpoint)])];

    private ImmutableArray<ObservedServer> Servers(IEnumerable<SetMember> members) =>
    [
        .. members.Select(member => Seen.Servers.FirstOrDefault(one => one.Endpoint == member.Endpoint))
            .OfType<ObservedServer>().Where(one => one.Problem is null),
    ];

    private ImmutableArray<ObservedSentinel> At(IEnumerable<SetMember> members) =>
    [
        .. members.Select(member => Seen.Sentinels.FirstOrDefault(one => one.Endpoint == member.Endpoint))
            .OfType<ObservedSentinel>().Where(one => one.Problem is null),
    ];
}

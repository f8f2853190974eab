using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Discovery;

/// <summary>A cluster as its own nodes describe it, found from some of them.</summary>
/// <param name="Name">What to call it in messages: the first seed.</param>
/// <param name="Members">
/// Every node: masters in the order of their first slot, each followed by its replicas. A member is called "ip:port"
/// as the nodes know each other, whatever seed it was found from.
/// </param>
/// <param name="Observed">Their own views, in that order.</param>
/// <param name="Gone">Nodes that lost their address or were left out by the caller; they own nothing.</param>
/// <param name="Problems">
/// What keeps this from being one cluster whose members all answer and know each other: nothing should be moved while
/// there is any.
/// </param>
public sealed record DiscoveredCluster(
    string Name, ImmutableArray<Member> Members, ObservedCluster Observed, ImmutableArray<NodeRecord> Gone,
    ImmutableArray<Diagnostic> Problems)
{
    /// <summary>The fewest digits of an id that name a node.</summary>
    private const int MinIdDigits = 4;

    /// <summary>The members by shard: a master and what replicates it.</summary>
    public IEnumerable<IGrouping<int, Member>> Shards => Members.GroupBy(member => member.Shard);

    /// <summary>The members that a text names: "host:port", or 4 and more first digits of a node's id.</summary>
    public ImmutableArray<Member> Find(string text) =>
        [.. Members.Where(member => member.Name == text || NodeAddress.Of(member).ToString() == text
            || (text.Length >= MinIdDigits && Observed.Of(member) is { } view
                && view.Self.Id.Value.StartsWith(text, StringComparison.Ordinal)))];
}

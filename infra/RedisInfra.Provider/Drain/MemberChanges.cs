using RedisInfra.Model.Departure;
using RedisInfra.Model.Topology;

namespace RedisInfra.Provider.Drain;

/// <summary>What becomes of the members that stand. Pure.</summary>
/// <param name="Leaving">
/// The names of those that leave. One whose new shard isn't there yet, or whose old one goes, is among them: it comes
/// back as a new member.
/// </param>
/// <param name="Changing">The new shards of those that stay in another one.</param>
internal sealed record MemberChanges(IReadOnlySet<string> Leaving, IReadOnlyDictionary<string, int> Changing)
{
    /// <summary>Whether anything becomes of them.</summary>
    public bool Any => Leaving.Count + Changing.Count > 0;

    /// <summary>Compares.</summary>
    public static MemberChanges Of(IEnumerable<Member> before, IEnumerable<Member> desired)
    {
        var stood = before.ToList();
        var wanted = desired.ToDictionary(member => member.Name, StringComparer.Ordinal);
        var old = stood.Select(member => member.Shard).ToHashSet();
        var staying = wanted.Values.Select(member => member.Shard).ToHashSet();
        var changing = stood.Where(member => wanted.TryGetValue(member.Name, out var to) && to.Shard != member.Shard
                && staying.Contains(member.Shard) && old.Contains(to.Shard))
            .ToDictionary(member => member.Name, member => wanted[member.Name].Shard, StringComparer.Ordinal);
        var leaving = stood.Where(member => !changing.ContainsKey(member.Name)
                && wanted.GetValueOrDefault(member.Name)?.Shard != member.Shard)
            .Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        return new MemberChanges(leaving, changing);
    }

    /// <summary>Who stays, or comes back, in another shard: "a-2, b-2 go on"; empty when nobody does.</summary>
    public string Moves(IEnumerable<Member> desired)
    {
        var names = desired.Select(member => member.Name)
            .Where(name => Changing.ContainsKey(name) || Leaving.Contains(name)).ToList();
        return names.Count == 0 ? "" : $"{string.Join(", ", names)} go on";
    }

    /// <summary>What is asked of a cluster of the members that stand.</summary>
    public DepartureRequest Request(string cluster, IEnumerable<Member> before) =>
        DepartureRequest.Of(cluster, before, Leaving, Changing);
}

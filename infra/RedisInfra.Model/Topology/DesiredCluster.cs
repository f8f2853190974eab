using System.Collections.Immutable;

namespace RedisInfra.Model.Topology;

/// <summary>The Redis Cluster that was declared.</summary>
public sealed record DesiredCluster
{
    /// <summary>
    /// Fewest masters that can elect one of themselves (Redis Cluster specification, "Replica election and promotion").
    /// </summary>
    public const int MinShards = 3;

    /// <summary>Redis' own limit of a cluster's practical size (Redis Cluster tutorial).</summary>
    public const int MaxMembers = 1000;

    private DesiredCluster(string name, ImmutableArray<Shard> shards, int? nodeTimeoutMs) =>
        (Name, Shards, NodeTimeoutMs) = (name, shards, nodeTimeoutMs);

    /// <summary>The cluster's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The shards, in order.</summary>
    public ImmutableArray<Shard> Shards { get; }

    /// <summary>cluster-node-timeout in milliseconds, or null to keep what the members have.</summary>
    public int? NodeTimeoutMs { get; }

    /// <summary>All members, by shard and index.</summary>
    public IEnumerable<Member> Members => Shards.SelectMany(shard => shard.Members);

    /// <summary>The same cluster with the slots shared by weight.</summary>
    /// <param name="weights">A weight for each shard, in order: 0 or more.</param>
    /// <exception cref="ArgumentException">Not one weight of 0 or more for each shard.</exception>
    public DesiredCluster WithWeights(IReadOnlyList<int> weights)
    {
        if (weights.Count != Shards.Length || weights.Any(weight => weight < 0))
            throw new ArgumentException("not one weight of 0 or more for each shard", nameof(weights));
        return new DesiredCluster(
            Name, [.. Shards.Select(shard => shard with { Weight = weights[shard.Index] })], NodeTimeoutMs);
    }

    /// <summary>Groups members into shards.</summary>
    /// <exception cref="ArgumentException">Shards or indexes have gaps, or names repeat, or there are fewer than 3
    /// shards; callers check users' input first.</exception>
    public static DesiredCluster Of(string name, IEnumerable<Member> members, int? nodeTimeoutMs = null)
    {
        var shards = members.GroupBy(member => member.Shard).OrderBy(group => group.Key)
            .Select(group => new Shard(group.Key, [.. group.OrderBy(member => member.Index)])).ToImmutableArray();
        if (shards.Length < MinShards) throw new ArgumentException("fewer than 3 shards", nameof(members));
        return Checked(name, shards, nodeTimeoutMs);
    }

    /// <summary>
    /// What is left of a cluster when others leave it. Shards are numbered anew, in their order; there may be fewer
    /// than 3, which no plan accepts: <see cref="Rebalancing.RebalancePlanner"/> refuses it in words.
    /// </summary>
    /// <exception cref="ArgumentException">Nobody is left, or names repeat, or there are more than 1000
    /// members.</exception>
    public static DesiredCluster Remaining(string name, IEnumerable<Member> members)
    {
        var shards = members.GroupBy(member => member.Shard).OrderBy(group => group.Key)
            .Select((group, shard) => new Shard(shard, [.. group.OrderBy(member => member.Index)
                .Select((member, index) => member with { Shard = shard, Index = index })])).ToImmutableArray();
        if (shards.IsEmpty) throw new ArgumentException("nobody is left", nameof(members));
        return Checked(name, shards, nodeTimeoutMs: null);
    }

    private static DesiredCluster Checked(string name, ImmutableArray<Shard> shards, int? nodeTimeoutMs)
    {
        for (int i = 0; i < shards.Length; i++)
        {
            if (shards[i].Index != i) throw new ArgumentException($"shard {i} has no member", "members");
            for (int j = 0; j < shards[i].Members.Length; j++)
            {
                if (shards[i].Members[j].Index != j)
                    throw new ArgumentException($"shard {i} has no member {j} or has it twice", "members");
            }
        }
        var all = shards.SelectMany(shard => shard.Members).Select(member => member.Name).ToList();
        if (all.Distinct(StringComparer.Ordinal).Count() != all.Count)
            throw new ArgumentException("two members have the same name", "members");
        if (all.Count > MaxMembers) throw new ArgumentException("more than 1000 members", "members");
        return new DesiredCluster(name, shards, nodeTimeoutMs);
    }
}

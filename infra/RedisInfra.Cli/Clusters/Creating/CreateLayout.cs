using System.Collections.Immutable;
using RedisInfra.Admin.Discovery;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Clusters.Creating;

/// <summary>
/// Who becomes a master and who follows whom: the members of a shard on different hosts where that is possible, in the
/// order of the nodes otherwise.
/// </summary>
internal static class CreateLayout
{
    /// <summary>The shards, or null when findings say why not.</summary>
    public static DesiredCluster? Of(ImmutableArray<NodeAddress> nodes, int replicas, Findings findings)
    {
        var size = replicas + 1;
        if (nodes.Length < DesiredCluster.MinShards * size || nodes.Length % size != 0
            || nodes.Length > DesiredCluster.MaxMembers)
        {
            var least = DesiredCluster.MinShards * size;
            findings.Add("RI6048", "--nodes", $"{nodes.Length} nodes are named for shards of {size}",
                $"a cluster needs 3 shards or more of the same size, and at most {DesiredCluster.MaxMembers} nodes",
                $"Name {least}, {least + size}, {least + (2 * size)} … nodes, or change --replicas");
            return null;
        }

        var shards = Spread(nodes, nodes.Length / size, replicas);
        return DesiredCluster.Of($"{nodes[0]}", shards.SelectMany((shard, s) => shard.Select(
            (node, i) => new Member($"{node}", s, i, node.Host, node.Port) { Place = node.Host })));
    }

    private static List<List<NodeAddress>> Spread(ImmutableArray<NodeAddress> nodes, int masters, int replicas)
    {
        // One of each host in turns, so that masters are on as many hosts as there are.
        var turns = nodes.Select((node, i) => (node, i, turn: nodes.Take(i).Count(other => other.Host == node.Host)))
            .OrderBy(entry => entry.turn).ThenBy(entry => entry.i).Select(entry => entry.node).ToList();
        var shards = turns.Take(masters).Select(master => new List<NodeAddress> { master }).ToList();
        var left = nodes.Except(turns.Take(masters)).ToList();
        for (var i = 0; i < replicas; i++)
        {
            foreach (var shard in shards)
            {
                var next = left.OrderBy(node => shard.Count(other => other.Host == node.Host))
                    .ThenByDescending(node => left.Count(other => other.Host == node.Host)).First();
                shard.Add(next);
                left.Remove(next);
            }
        }

        while (SwapOne(shards))
        {
            // Each swap leaves fewer members beside one of their own shard.
        }

        return shards;
    }

    /// <summary>Exchanges two replicas of different shards when fewer then share a host with their own shard.</summary>
    private static bool SwapOne(List<List<NodeAddress>> shards)
    {
        foreach (var one in shards.Where(shard => Doubled(shard) > 0))
        {
            foreach (var other in shards.Where(shard => shard != one))
            {
                for (var i = 1; i < one.Count; i++)
                {
                    for (var j = 1; j < other.Count; j++)
                    {
                        var before = Doubled(one) + Doubled(other);
                        (one[i], other[j]) = (other[j], one[i]);
                        if (Doubled(one) + Doubled(other) < before)
                        {
                            return true;
                        }

                        (one[i], other[j]) = (other[j], one[i]);
                    }
                }
            }
        }

        return false;
    }

    private static int Doubled(List<NodeAddress> shard) =>
        shard.Count - shard.Select(node => node.Host).Distinct(StringComparer.OrdinalIgnoreCase).Count();
}

using System.Collections.Immutable;
using RedisInfra.Admin.Discovery;
using RedisInfra.Cli.Clusters.Arguments;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Topology;

namespace RedisInfra.Cli.Clusters;

/// <summary>What is asked of a cluster that was found: who leaves, and which part each shard gets.</summary>
internal static class ShardChoice
{
    /// <summary>A request, or nothing when findings say why not.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="weights">Parts, by node.</param>
    /// <param name="leaving">Who is to be emptied: a master leaves with what replicates it.</param>
    /// <param name="findings">Told of names that fit nobody.</param>
    public static RebalanceRequest? Request(
        DiscoveredCluster cluster, ImmutableArray<(string Node, int Weight)> weights, ImmutableArray<string> leaving,
        Findings findings)
    {
        var goes = leaving.Select(text => One(cluster, "--leaving", text, findings)).OfType<Member>()
            .Where(member => IsMaster(cluster, member, findings)).Select(member => member.Shard).ToHashSet();
        var byShard = new Dictionary<int, int>();
        foreach (var (node, weight) in weights)
        {
            if (One(cluster, "--weights", node, findings) is not { } member)
            {
                continue;
            }

            if (goes.Contains(member.Shard))
            {
                findings.Add("RI6045", "--weights", $"{node} stands there and in --leaving",
                    "who leaves gets no slots", "Remove it from one of them");
            }
            else if (!byShard.TryAdd(member.Shard, weight) && byShard[member.Shard] != weight)
            {
                findings.Add("RI6045", "--weights", $"the shard of {node} stands there twice",
                    "a shard has one weight", "Remove one");
            }
        }

        var stay = cluster.Shards.Where(shard => !goes.Contains(shard.Key)).ToList();
        if (stay.Count < DesiredCluster.MinShards)
        {
            findings.Add("RI6044", goes.Count > 0 ? "--leaving" : "--nodes", $"{stay.Count} master(s) would be left",
                "a Redis Cluster needs at least 3 to elect one",
                goes.Count > 0 ? "Let fewer leave" : "Name nodes of a whole cluster");
            return null;
        }

        // Shards are numbered without gaps: those that leave come after those that stay.
        var desired = DesiredCluster.Of(cluster.Name, stay.SelectMany((shard, i) => shard.Select(
            member => member with { Shard = i })));
        var left = cluster.Shards.Where(shard => goes.Contains(shard.Key)).SelectMany((shard, i) => shard.Select(
            member => member with { Shard = stay.Count + i }));
        return new RebalanceRequest(desired.WithWeights(
            [.. stay.Select(shard => byShard.GetValueOrDefault(shard.Key, 1))]))
        {
            Leaving = [.. left],
        };
    }

    /// <summary>Only masters have slots to give away.</summary>
    private static bool IsMaster(DiscoveredCluster cluster, Member member, Findings findings)
    {
        if (cluster.Observed.Of(member) is not { Self.IsReplica: true })
        {
            return true;
        }

        findings.Add("RI6047", "--leaving", $"{member.Name} is a replica", "only a master has slots to give away",
            $"Name its master, {cluster.Members.First(other => other.Shard == member.Shard).Name}");
        return false;
    }

    /// <summary>The member that a text names, if it is exactly one.</summary>
    private static Member? One(DiscoveredCluster cluster, string option, string text, Findings findings)
    {
        var found = cluster.Find(text);
        if (found.Length == 1)
        {
            return found[0];
        }

        findings.Add(Unfit(cluster, option, text, found.Length));
        return null;
    }

    /// <summary>A text that names no node, or more than one.</summary>
    public static Diagnostic Unfit(DiscoveredCluster cluster, string option, string text, int count)
    {
        var masters = string.Join(", ", cluster.Shards.Select(shard => shard.First().Name));
        return new Diagnostic("RI6045", option, $"\"{text}\" stands there",
            count == 0 ? "no node of the cluster has that address or id" : $"{count} nodes have ids like that",
            count == 0 ? $"Name one of its nodes; its masters are {masters}" : "Give more digits");
    }
}

using System.Collections.Immutable;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Values;

namespace RedisInfra.Provider.Topology;

/// <summary>The input <c>members</c>.</summary>
internal static class MemberInputs
{
    /// <summary>The members in a bag, or null when there are none that fit.</summary>
    public static List<Member>? Find(ImmutableDictionary<string, PropertyValue> bag)
    {
        var failures = new List<CheckFailure>();
        return bag.Find("members") is null ? null : Read(new InputReader(bag, "", failures), failures);
    }

    /// <summary>The members, or null when some are wrong or not known yet.</summary>
    public static List<Member>? Read(InputReader reader, List<CheckFailure> failures)
    {
        int before = failures.Count;
        if (reader.Maps("members", required: true) is not { } items) return null;
        var members = new List<Member>();
        foreach (var item in items)
        {
            item.Only("name", "shard", "index", "host", "port");
            string? name = item.Text("name", required: true);
            int? shard = item.Number("shard", 0, DesiredCluster.MaxMembers - 1, required: true);
            int? index = item.Number("index", 0, DesiredCluster.MaxMembers - 1, required: true);
            string? host = item.Text("host", required: true);
            int? port = item.Number("port", 1, 65535, required: true);
            if (name is not null && shard is not null && index is not null && host is not null && port is not null)
                members.Add(new Member(name, shard.Value, index.Value, host, port.Value));
        }
        if (members.Count < items.Count || failures.Count > before) return null;
        CheckWhole(reader, members);
        return failures.Count > before ? null : members;
    }

    private static void CheckWhole(InputReader reader, List<Member> members)
    {
        foreach (var twice in members.GroupBy(member => member.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1))
            reader.Fail("members", "RI3104",
                $"the name {twice.Key} is given {twice.Count()} times; each member has its own");
        foreach (var twice in members.GroupBy(member => member.Endpoint, StringComparer.Ordinal)
            .Where(group => group.Count() > 1))
        {
            string names = string.Join(", ", twice.Select(member => member.Name));
            reader.Fail("members", "RI3104",
                $"{names} have the same address {twice.Key}; each is a process of its own");
        }
        if (members.Count > DesiredCluster.MaxMembers)
            reader.Fail("members", "RI3105", $"{members.Count} members are more than {DesiredCluster.MaxMembers}");
        var shards = members.GroupBy(member => member.Shard).OrderBy(group => group.Key).ToList();
        if (shards.Count < DesiredCluster.MinShards)
        {
            reader.Fail("members", "RI3101", $"{shards.Count} shard(s), but a Redis Cluster needs at least "
                + $"{DesiredCluster.MinShards} masters to elect one. Declare as many shards or more");
        }
        for (int i = 0; i < shards.Count; i++)
        {
            if (shards[i].Key != i)
            {
                reader.Fail("members", "RI3105", $"shard {i} has no member; shards are numbered from 0 without gaps");
                break;
            }
            var indexes = shards[i].Select(member => member.Index).Order().ToList();
            if (!indexes.SequenceEqual(Enumerable.Range(0, indexes.Count)))
            {
                reader.Fail("members", "RI3105", $"the members of shard {i} have the indexes "
                    + $"{string.Join(", ", indexes)}; they are numbered from 0 without gaps");
            }
        }
    }
}

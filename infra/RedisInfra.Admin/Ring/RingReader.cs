using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring;

/// <summary>Looks at the servers of rings: who answers, and which keys they hold. Changes nothing.</summary>
public static class RingReader
{
    /// <summary>What the servers of a change hold.</summary>
    /// <param name="nodes">The servers.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="stands">Whether a server of this name is there; others hold nothing. All are unless set.</param>
    /// <exception cref="DiagnosticException">A server can't be asked, or isn't one of a ring.</exception>
    public static async Task<RingLoad> ReadAsync(
        INodes nodes, RingChange change, CancellationToken cancellationToken, Func<string, bool>? stands = null)
    {
        var standing = change.Members.Where(member => stands?.Invoke(member.Name) ?? true).ToImmutableArray();
        var infos = await LookAsync(nodes, standing, cancellationToken);
        var bytes = standing.Zip(infos).ToDictionary(
            one => one.First, one => one.Second.Number("used_memory_dataset"));
        var counts = await Task.WhenAll(change.Members.Select((member, index) => bytes.ContainsKey(member)
            ? CountAsync(nodes, change, member, index, cancellationToken) : Task.FromResult(new ServerCount())));
        var moves = counts.SelectMany((count, from) => count.Moves.Select(move => ((from, move.Key), move.Value)));
        return new RingLoad(
            moves.ToImmutableDictionary(move => move.Item1, move => move.Value),
            [.. counts.Select(count => count.Keys)], [.. counts.Select(count => count.Strays)],
            [.. change.Members.Select(member => bytes.GetValueOrDefault(member))]);
    }

    /// <summary>Every server's INFO; refuses with every server that can't be a ring's.</summary>
    /// <exception cref="DiagnosticException">A server can't be asked, or isn't one of a ring.</exception>
    public static async Task<ImmutableArray<InfoText>> LookAsync(
        INodes nodes, ImmutableArray<Member> members, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(members.Select(member => LookAsync(nodes, member, cancellationToken)));
        var problems = found.Select(one => one.Problem).OfType<Diagnostic>().ToList();
        problems.AddRange(Twins(members, [.. found.Select(one => one.Info?.Text("run_id"))]));
        if (problems.Count > 0) throw new DiagnosticException(problems);
        return [.. found.Select(one => one.Info!)];
    }

    private static async Task<(InfoText? Info, Diagnostic? Problem)> LookAsync(
        INodes nodes, Member member, CancellationToken cancellationToken)
    {
        string where = $"server {member.Name} at {member.Endpoint}";
        try
        {
            var replies = await nodes.ExecuteAsync(member, [RespCommand.Of("INFO")], cancellationToken);
            var info = InfoText.Parse(replies[0].Text);
            if (info.Text("role") != "master")
            {
                return (info, new Diagnostic("RI3433", where, $"its role is {info.Text("role")}",
                    "a ring's servers take writes", "Name the address of its master"));
            }
            return (info, info.Text("cluster_enabled") != "1" ? null : new Diagnostic("RI3433", where,
                "it is a node of a Redis Cluster", "a cluster decides itself where keys are",
                "Name servers with cluster-enabled no"));
        }
        catch (RedisErrorException exception)
        {
            return (null, new Diagnostic("RI3432", where, $"it answers {exception.Error.TrimEnd('.')}",
                "all servers of both rings are asked",
                "Give the password in REDISINFRA_PASSWORD, or a user that may use INFO and SCAN"));
        }
        catch (RedisConnectionException exception)
        {
            return (null, new Diagnostic("RI3432", where, $"{exception.Message}",
                "all servers of both rings are asked", "Start it, or correct its address"));
        }
    }

    /// <summary>Addresses that lead to one server.</summary>
    private static IEnumerable<Diagnostic> Twins(ImmutableArray<Member> members, ImmutableArray<string?> ids) =>
        from pair in members.Zip(ids)
        where pair.Second is not null
        group pair.First by pair.Second into same
        where same.Count() > 1
        select new Diagnostic("RI3438", "servers " + string.Join(", ", same.Select(member => member.Endpoint)),
            "they are one and the same server", "its keys would be taken for those of several",
            "Write its address in both files alike");

    private static async Task<ServerCount> CountAsync(
        INodes nodes, RingChange change, Member member, int index, CancellationToken cancellationToken)
    {
        var count = new ServerCount();
        await new RingKeys(nodes, member).EachAsync(keys =>
        {
            foreach (var key in keys)
            {
                count.Keys++;
                int owner = change.NewOwner(key.Span);
                if (change.OldOwner(key.Span) != index) count.Strays++;
                else if (owner != index) count.Moves[owner] = count.Moves.GetValueOrDefault(owner) + 1;
            }
        }, cancellationToken);
        return count;
    }

    private sealed class ServerCount
    {
        public Dictionary<int, long> Moves { get; } = [];

        public long Keys { get; set; }

        public long Strays { get; set; }
    }
}

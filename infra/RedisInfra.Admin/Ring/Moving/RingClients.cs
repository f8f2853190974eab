using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>Ends what others may still have on its way to a server.</summary>
internal static class RingClients
{
    /// <summary>
    /// A connection that waits to be accepted is accepted in the next round of the server's loop, and is in the list
    /// of the one after it.
    /// </summary>
    private const int Rounds = 3;

    /// <summary>What a connection that a server's MIGRATE opened to another has last sent, or nothing yet.</summary>
    private static readonly string[] s_copying = ["NULL", "", "auth", "select", "restore", "restore-asking"];

    /// <summary>Ends all connections of clients but those of this run. What they sent and wasn't run is gone.</summary>
    public static Task EndOthersAsync(
        INodes nodes, Member member, string own, CancellationToken cancellationToken) =>
        EndAsync(nodes, member, own, _ => true, cancellationToken);

    /// <summary>Ends connections over which servers copied keys for an earlier run.</summary>
    public static Task EndCopiesAsync(
        INodes nodes, Member member, string own, CancellationToken cancellationToken) =>
        EndAsync(nodes, member, own, line => s_copying.Contains(Field(line, "cmd")), cancellationToken);

    private static async Task EndAsync(INodes nodes, Member member, string own, Func<string, bool> isIt,
        CancellationToken cancellationToken)
    {
        for (int round = 0; round < Rounds; round++)
        {
            var replies = await nodes.ExecuteAsync(member, [RingCommands.Clients], cancellationToken);
            var kills = replies[0].Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => Field(line, "name") != own && isIt(line))
                .Select(line => RingCommands.Kill(Field(line, "id"))).ToList();
            // One that has gone by itself meanwhile is an error, and as well.
            await nodes.SendAsync(member, [.. kills, RingCommands.Ping], default, cancellationToken);
        }
    }

    private static string Field(string line, string name)
    {
        string? field = line.Split(' ').FirstOrDefault(
            part => part.StartsWith(name, StringComparison.Ordinal) && part.AsSpan(name.Length).StartsWith("="));
        return field?[(name.Length + 1)..].TrimEnd('\r') ?? "";
    }
}

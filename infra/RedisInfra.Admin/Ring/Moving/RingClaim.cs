using System.Collections.Immutable;
using System.Security.Cryptography;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// The servers, for one run at a time, each over one connection that has the run's name. One that is lost isn't opened
/// again: what was sent over it may still come, so the run ends, and the next one waits until the server has given it
/// up. Two that begin at once see one another, because each first takes its names and then looks.
/// </summary>
internal sealed class RingClaim(INodes nodes, ImmutableArray<Member> members, RingMoveOptions options) : INodes
{
    private const string Prefix = "redisinfra-ring:";
    private static readonly TimeSpan s_leaveWithin = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, long> _connections = [];

    /// <summary>What every connection of this run is called at servers.</summary>
    public string Name { get; } =
        Prefix + (options.RunId ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));

    public TimeProvider Time => nodes.Time;

    public ClusterAccess Access => nodes.Access;

    public Task<RespValue[]> SendAsync(Member member, IReadOnlyList<RespCommand> commands, SendOptions options,
        CancellationToken cancellationToken) => nodes.SendAsync(member, commands, options with
        {
            Timeout = options.Timeout ?? RingCommands.ReplyTimeout, Connection = _connections[member.Name],
        }, cancellationToken);

    public Task<NamedConnection> NameAsync(Member member, string name, CancellationToken cancellationToken) =>
        nodes.NameAsync(member, name, cancellationToken);

    public Task UnnameAsync(Member member, string name, CancellationToken cancellationToken) =>
        nodes.UnnameAsync(member, name, cancellationToken);

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        nodes.GossipIpAsync(member, cancellationToken);

    /// <exception cref="DiagnosticException">Another run is at these servers, and doesn't end soon.</exception>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();
        while (true)
        {
            foreach (var member in members)
            {
                var named = await nodes.NameAsync(member, Name, cancellationToken);
                if (named.Refusal is { } refusal) throw new RedisErrorException("CLIENT SETNAME", refusal);
                _connections[member.Name] = named.Number;
            }
            var others = await OthersAsync(cancellationToken);
            if (others.Count == 0) return;
            await LeaveAsync();
            if (Time.GetElapsedTime(start) > options.WaitForOthers) throw Refusal(others);
            options.Say?.Invoke($"another run is at {others[0].Member.Name}: looking again in a moment");
            await Task.Delay(
                TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(200, 1500)), Time, cancellationToken);
        }
    }

    /// <summary>The run is over.</summary>
    public async Task LeaveAsync()
    {
        using var deadline = new CancellationTokenSource(s_leaveWithin, Time);
        foreach (var member in members)
        {
            try
            {
                await nodes.UnnameAsync(member, Name, deadline.Token);
            }
            catch (Exception exception)
                when (NodeObserver.IsSilence(exception) || exception is OperationCanceledException)
            {
                // The server forgets the name with the connection.
            }
        }
    }

    private async Task<List<(Member Member, NamedClient Client)>> OthersAsync(CancellationToken cancellationToken)
    {
        var found = new List<(Member, NamedClient)>();
        foreach (var member in members)
        {
            var replies = await this.ExecuteAsync(member, [RingCommands.Clients], cancellationToken);
            found.AddRange(NamedClient.Read(replies[0].Text, Prefix).Where(client => client.Name != Name)
                .Select(client => (member, client)));
        }
        return found;
    }

    private static DiagnosticException Refusal(List<(Member Member, NamedClient Client)> others) => new(new Diagnostic(
        "RI3445", "servers " + string.Join(", ", others.Select(other => other.Member.Name).Distinct()),
        $"another run moves keys there right now (client {others[0].Client.Address}, {others[0].Client.Name})",
        "two at the same time can lose keys",
        "Let it end, or end it, and run again. Where its process is gone and its connection was cut without a word, "
            + $"CLIENT KILL ID {others[0].Client.Id} at {others[0].Member.Name} ends it"));
}

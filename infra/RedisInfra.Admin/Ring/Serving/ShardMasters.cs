using System.Collections.Concurrent;
using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Serving;

/// <summary>
/// Reaches a shard of several servers at the one that is its master now; a shard that isn't listed is one server.
/// </summary>
/// <param name="reach">How servers are reached.</param>
/// <param name="access">How to sign in to them, to ask for their roles.</param>
/// <param name="shards">Each shard's servers, by its name.</param>
public sealed class ShardMasters(
    IMemberReach reach, ClusterAccess access, IReadOnlyDictionary<string, ImmutableArray<Member>> shards)
    : IMemberReach, IAsyncDisposable
{
    private readonly ClusterConnections _asking = new(reach, access);
    private readonly ConcurrentDictionary<string, Member> _found = new(StringComparer.Ordinal);

    /// <summary>Reads a shard's servers from "host:port,host:port"; null when it isn't that. The pod is the first label
    /// of the host.</summary>
    public static ImmutableArray<Member>? ReadServers(string text)
    {
        var servers = text.Split(',').Select(one => RingServerText.Read($"{one}:1", out _)).ToList();
        return servers.Contains(null) ? null : [.. servers.OfType<RingServer>().Select(
            (server, index) => new Member(server.Host.Split('.')[0], 0, index, server.Host, server.Port))];
    }

    /// <inheritdoc/>
    public bool CanReachAnnounced => reach.CanReachAnnounced;

    /// <inheritdoc/>
    // Asked for each connection: the one before may have been lost in a failover.
    public async ValueTask<Stream> ConnectAsync(Member member, CancellationToken cancellationToken) =>
        await reach.ConnectAsync(await FindAsync(member, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        await reach.GossipIpAsync(
            _found.GetValueOrDefault(member.Name) ?? await FindAsync(member, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _asking.DisposeAsync();

    private async Task<Member> FindAsync(Member shard, CancellationToken cancellationToken)
    {
        if (!shards.TryGetValue(shard.Name, out var servers)) return shard;
        var said = await Task.WhenAll(servers.Select(async server =>
            (Server: server, Role: await RoleAsync(server, cancellationToken))));
        var masters = said.Where(one => one.Role == "master").Select(one => one.Server).ToList();
        if (masters.Count == 1) return _found[shard.Name] = masters[0];
        throw new IOException($"shard {shard.Name} has {(masters.Count == 0 ? "no master" : "several masters")}: "
            + string.Join(", ", said.Select(one => $"{one.Server.Name}: {one.Role}")));
    }

    private async Task<string> RoleAsync(Member server, CancellationToken cancellationToken)
    {
        try
        {
            var replies = await _asking.ExecuteAsync(server, [RespCommand.Of("ROLE")], cancellationToken);
            return replies[0].Items[0].Text;
        }
        catch (Exception exception) when (exception is RedisConnectionException or IOException)
        {
            return exception.Message;
        }
    }
}

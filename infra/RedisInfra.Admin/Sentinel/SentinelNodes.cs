using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Discovery;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Sentinel;

/// <summary>Connections to a set's servers and to its Sentinels, who may have other users and passwords.</summary>
/// <param name="Servers">Connections to Redis servers.</param>
/// <param name="Sentinels">Connections to Sentinels.</param>
public sealed record SentinelNodes(INodes Servers, INodes Sentinels)
{
    /// <summary>The clock of deadlines.</summary>
    public TimeProvider Time => Servers.Time;

    /// <summary>Asks a Sentinel.</summary>
    /// <exception cref="RedisConnectionException">It can't be reached.</exception>
    /// <exception cref="RedisErrorException">It refuses.</exception>
    public Task<RespValue> AskSentinelAsync(
        string endpoint, CancellationToken cancellationToken, params string[] words) =>
        AskAsync(Sentinels, endpoint, RespCommand.Of(words), cancellationToken);

    /// <summary>Asks a Redis server.</summary>
    /// <inheritdoc cref="AskSentinelAsync"/>
    public Task<RespValue> AskServerAsync(
        string endpoint, CancellationToken cancellationToken, params string[] words) =>
        AskAsync(Servers, endpoint, RespCommand.Of(words), cancellationToken);

    private static async Task<RespValue> AskAsync(
        INodes nodes, string endpoint, RespCommand command, CancellationToken cancellationToken)
    {
        if (!NodeAddress.TryParse(endpoint, out var address))
            throw new RedisConnectionException(ConnectionFailure.Connect, $"\"{endpoint}\" is no address");
        var member = new Member(endpoint, 0, 0, address.Host, address.Port);
        return (await nodes.ExecuteAsync(member, [command], cancellationToken))[0];
    }
}

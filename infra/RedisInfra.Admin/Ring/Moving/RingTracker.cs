using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// A server tells over this connection of every key that it changes. When it is lost, changes may be missed: it is
/// never opened again in the same run.
/// </summary>
internal sealed class RingTracker : IAsyncDisposable
{
    private readonly RespConnection _connection;

    private RingTracker(RespConnection connection) => _connection = connection;

    public static async Task<RingTracker> StartAsync(
        INodes nodes, IMemberReach reach, Member member, string name, ChangedKeys changed,
        CancellationToken cancellationToken)
    {
        var connection = await RespConnection.ConnectAsync(new RespConnectionOptions
        {
            Name = member.Name,
            Host = member.Host,
            Connect = token => reach.ConnectAsync(member, token),
            Tls = nodes.Access.Tls,
            User = nodes.Access.User,
            Password = nodes.Access.Password,
            ConnectTimeout = nodes.Access.ConnectTimeout,
            CommandTimeout = RingCommands.ReplyTimeout,
            Time = nodes.Time,
            Push = changed.Told,
        }, cancellationToken);
        var tracker = new RingTracker(connection);
        try
        {
            await connection.ExecuteAsync(cancellationToken, "CLIENT", "SETNAME", name);
            await connection.ExecuteAsync(cancellationToken, "CLIENT", "TRACKING", "ON", "BCAST");
            return tracker;
        }
        catch
        {
            await tracker.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Whatever was changed before is told when this returns: the server sends what a round of its loop changed at the
    /// round's end, so it comes before the reply to the second PING, which is of a later round.
    /// </summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await _connection.ExecuteAsync(cancellationToken, "PING");
        await _connection.ExecuteAsync(cancellationToken, "PING");
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}

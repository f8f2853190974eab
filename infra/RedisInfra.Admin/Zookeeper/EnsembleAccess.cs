using System.Net.Sockets;
using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Topology;
using RedisInfra.Model.Zookeeper;

namespace RedisInfra.Admin.Zookeeper;

/// <summary>How an ensemble's servers are asked and told.</summary>
/// <param name="Reach">The way to them: a server's name is its pod's.</param>
/// <param name="Password">Of the user <c>super</c>, who may change who votes.</param>
/// <param name="Timeout">Of each connection and request.</param>
/// <param name="Time">The clock.</param>
public sealed record EnsembleAccess(IMemberReach Reach, string Password, TimeSpan Timeout, TimeProvider Time)
{
    private const string ConfigPath = "/zookeeper/config";
    private const string Super = "super";

    /// <summary>Between looks of clients and of this: longer than any election.</summary>
    private static readonly TimeSpan s_session = TimeSpan.FromSeconds(10);

    /// <summary>What a server does; <see cref="ZookeeperRole.None"/> when it can't be reached.</summary>
    public async Task<ZookeeperRole> RoleAsync(ZookeeperServer server, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await using var stream = await Reach.ConnectAsync(MemberOf(server), either.Token);
            return FourLetterWord.RoleOf(await FourLetterWord.AskAsync(stream, "srvr", either.Token));
        }
        catch (Exception exception) when (IsPassing(exception, cancellationToken))
        {
            return ZookeeperRole.None;
        }
    }

    /// <summary>The configuration that a server knows; null when it can't tell now.</summary>
    public async Task<ZookeeperConfiguration?> ConfigurationAsync(
        ZookeeperServer server, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(server, cancellationToken);
            string text = await connection.ReadAsync(ConfigPath, cancellationToken);
            await connection.EndSessionAsync(cancellationToken);
            return ZookeeperConfiguration.Read(text);
        }
        catch (Exception exception) when (exception is ZookeeperException || IsPassing(exception, cancellationToken))
        {
            return null;
        }
    }

    /// <summary>Has a server carry a step out; returns what the ensemble refused it with, Ok when it is done, null when
    /// nobody can tell.</summary>
    public async Task<ZookeeperError?> ChangeAsync(
        ZookeeperServer at, ZookeeperStep step, long version, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await OpenAsync(at, cancellationToken);
            await connection.SignInAsync(Super, Password, cancellationToken);
            string? joining = step is ZookeeperStep.Join ? step.Server.ToString() : null;
            string? leaving = step is ZookeeperStep.Leave ? FormattableString.Invariant($"{step.Server.Id}") : null;
            await connection.ReconfigureAsync(joining, leaving, version, cancellationToken);
            await connection.EndSessionAsync(cancellationToken);
            return ZookeeperError.Ok;
        }
        catch (ZookeeperException refused)
        {
            return refused.Error;
        }
        catch (Exception exception) when (IsPassing(exception, cancellationToken))
        {
            // It may have been done: a leader that leaves hangs up.
            return null;
        }
    }

    private async Task<ZookeeperConnection> OpenAsync(ZookeeperServer server, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Timeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var stream = await Reach.ConnectAsync(MemberOf(server), either.Token);
        return await ZookeeperConnection.OpenAsync(stream, null, s_session, Timeout, Time, cancellationToken);
    }

    private static Member MemberOf(ZookeeperServer server) =>
        new(server.Pod, 0, server.Id - 1, server.Host, ZookeeperServer.ClientPort);

    private static bool IsPassing(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && exception is IOException or SocketException
            or InvalidDataException or OperationCanceledException;
}

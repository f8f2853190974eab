using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// A master that gives up its last slot turns into a replica of the new owner, throws its data away and copies the
/// other's, and so do its replicas; unless cluster-allow-replica-migration is no (hazard 14). It is, while such a
/// master is emptied, and gets its value back.
/// </summary>
internal sealed class ReplicaMigrationGuard(INodes nodes)
{
    private const string Setting = "cluster-allow-replica-migration";
    private static readonly TimeSpan s_restoreWithin = TimeSpan.FromSeconds(5);
    private readonly List<Member> _changed = [];

    public async Task SetAsync(IEnumerable<Member> members, CancellationToken cancellationToken)
    {
        foreach (var member in members)
        {
            _changed.Add(member);
            await nodes.ExecuteAsync(member, [RespCommand.Of("CONFIG", "SET", Setting, "no")], cancellationToken);
        }
    }

    /// <summary>Gives the setting back. Also when the move was cancelled: its token isn't asked.</summary>
    public async Task RestoreAsync()
    {
        using var deadline = new CancellationTokenSource(s_restoreWithin, nodes.Time);
        foreach (var member in _changed)
        {
            try
            {
                await nodes.SendAsync(
                    member, [RespCommand.Of("CONFIG", "SET", Setting, "yes")], default, deadline.Token);
            }
            catch (Exception exception)
                when (NodeObserver.IsSilence(exception) || exception is OperationCanceledException)
            {
                // A member that is gone has no setting to give back; one that restarts reads its file again.
            }
        }
        _changed.Clear();
    }
}

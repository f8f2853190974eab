using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
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

    /// <summary>Those that have to be guarded: masters that lose all they own, and their replicas.</summary>
    public static IEnumerable<NodeView.Live> Endangered(ObservedCluster observed, RebalancePlan plan)
    {
        var emptied = observed.Live.Where(view => view.Self.IsMaster && !view.Self.Slots.IsEmpty
            && Leaving(plan, view.Member).Equals(view.Self.Slots)).Select(view => view.Self.Id).ToHashSet();
        return observed.Live.Where(view => view.AllowsReplicaMigration
            && (emptied.Contains(view.Self.Id) || (view.Self.Master is { } master && emptied.Contains(master))));
    }

    public async Task SetAsync(IEnumerable<NodeView.Live> views, CancellationToken cancellationToken)
    {
        foreach (var view in views)
        {
            _changed.Add(view.Member);
            await nodes.ExecuteAsync(
                view.Member, [RespCommand.Of("CONFIG", "SET", Setting, "no")], cancellationToken);
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

    private static SlotSet Leaving(RebalancePlan plan, Member member) =>
        plan.Moves.Where(move => move.From.Name == member.Name)
            .Aggregate(SlotSet.Empty, (slots, move) => slots.Union(move.Slots));
}

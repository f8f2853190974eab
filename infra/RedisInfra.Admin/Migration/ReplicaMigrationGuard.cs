using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>
/// A master that gives up its last slot turns into a replica of the new owner, throws its data away and copies the
/// other's, and so do its replicas; unless cluster-allow-replica-migration is no (hazard 14). It is, while such a
/// master is emptied, and gets its value back; when we are killed meanwhile, by whoever runs next.
/// </summary>
internal sealed class ReplicaMigrationGuard(INodes nodes)
{
    private static readonly TimeSpan s_restoreWithin = TimeSpan.FromSeconds(5);
    private readonly List<Member> _changed = [];
    private readonly HashSet<string> _noted = new(StringComparer.Ordinal);

    public async Task SetAsync(IEnumerable<Member> members, CancellationToken cancellationToken)
    {
        foreach (var member in members)
        {
            _changed.Add(member);
            await SetAsync(member, cancellationToken);
        }
    }

    /// <summary>Gives the setting back. Also when the move was cancelled: its token isn't asked.</summary>
    /// <param name="goesOn">
    /// The servers may still be at it: where there is a note, it is given back by whoever sees that all is done.
    /// </param>
    public async Task RestoreAsync(bool goesOn = false)
    {
        await RestoreAsync(nodes, _changed.Where(member => !goesOn || !_noted.Contains(member.Name)));
        _changed.Clear();
    }

    /// <summary>
    /// Gives back what a run that was killed left behind. Not while slots are open or on their way: then it isn't over,
    /// and may be another's that goes on.
    /// </summary>
    public static async Task RestoreLeftAsync(INodes nodes, ObservedCluster observed)
    {
        if (observed.Live.Any(view => !view.Self.OpenSlots.IsEmpty || !view.SlotTasks.IsEmpty)) return;
        await RestoreAsync(nodes, observed.Live.Where(view => view.IsRoleKept).Select(view => view.Member));
    }

    /// <summary>
    /// The note is there before the setting changes, and goes after it: whatever a kill leaves, it isn't a no without a
    /// note. A server that takes no note (older, or by its ACL) is set all the same: roles matter more.
    /// </summary>
    private async Task SetAsync(Member member, CancellationToken cancellationToken)
    {
        var set = RespCommand.Of("CONFIG", "SET", RoleNote.Setting, "no");
        string? template = await TemplateAsync(nodes, member, cancellationToken);
        if (template is not null)
        {
            var replies = await nodes.SendAsync(member,
                [RespCommand.Of("CONFIG", "SET", RoleNote.Holder, RoleNote.With(template))], default,
                cancellationToken);
            if (!replies[0].IsError) _noted.Add(member.Name);
        }
        await nodes.ExecuteAsync(member, [set], cancellationToken);
    }

    private static async Task RestoreAsync(INodes nodes, IEnumerable<Member> members)
    {
        using var deadline = new CancellationTokenSource(s_restoreWithin, nodes.Time);
        foreach (var member in members)
        {
            try
            {
                string? template = await TemplateAsync(nodes, member, deadline.Token);
                await nodes.ExecuteAsync(
                    member, [RespCommand.Of("CONFIG", "SET", RoleNote.Setting, "yes")], deadline.Token);
                if (template is null || !RoleNote.Has(template)) continue;
                await nodes.ExecuteAsync(member,
                    [RespCommand.Of("CONFIG", "SET", RoleNote.Holder, RoleNote.Without(template))], deadline.Token);
            }
            catch (Exception exception)
                when (NodeObserver.IsSilence(exception) || exception is OperationCanceledException)
            {
                // A member that is gone has no setting to give back; one that restarts reads its file again.
            }
        }
    }

    private static async Task<string?> TemplateAsync(
        INodes nodes, Member member, CancellationToken cancellationToken) =>
        RoleNote.Template((await nodes.SendAsync(member, [RoleNote.Question], default, cancellationToken))[0]);
}

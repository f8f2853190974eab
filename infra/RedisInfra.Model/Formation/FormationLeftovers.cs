using RedisInfra.Model.Observation;

namespace RedisInfra.Model.Formation;

/// <summary>
/// Members that are to join a cluster that stands and come with the nodes.conf of an earlier life, on a claim that was
/// kept for instance. One that holds no key, owns no slot and whose other acquaintances are all gone has nothing to
/// lose: it is made fresh. Any other is refused.
/// </summary>
internal static class FormationLeftovers
{
    public static IReadOnlyList<NodeView.Live> Of(FormationSituation situation) =>
        situation.IsStanding ? [.. situation.Observed.Live.Where(view => IsLeftover(situation.Observed, view))] : [];

    private static bool IsLeftover(ObservedCluster observed, NodeView.Live view)
    {
        bool isEmpty = view.KeyCount == 0 && view.Self.Slots.IsEmpty && view.Self.OpenSlots.IsEmpty;
        if (!isEmpty || observed.Live.Any(other => other != view && other.Knows(view.Self.Id))) return false;
        var others = view.Peers.Where(record => observed.ById(record.Id) is null).ToList();
        return others.Count > 0 && others.All(record => record.IsFailing || !record.IsConnected);
    }
}

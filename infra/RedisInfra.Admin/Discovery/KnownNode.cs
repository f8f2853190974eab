using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Discovery;

/// <summary>A node as the views together know it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Record">Its own line when it answered; else the line of a view with the newest epoch of it.</param>
/// <param name="Address">Where its peers reach it; without a host when nobody knows.</param>
/// <param name="IsAddressSure">Whether a peer is connected to it there.</param>
internal sealed record KnownNode(NodeId Id, NodeRecord Record, NodeAddress Address, bool IsAddressSure)
{
    public bool HasAddress => !string.IsNullOrEmpty(Address.Host);

    /// <summary>Everybody that any of the views names, by id.</summary>
    public static IReadOnlyList<KnownNode> Gather(IEnumerable<NodeView.Live> views) =>
    [
        .. views.SelectMany(view => view.Records).Where(record => !record.IsHandshake)
            .GroupBy(record => record.Id).OrderBy(group => group.Key).Select(Of),
    ];

    private static KnownNode Of(IGrouping<NodeId, NodeRecord> group)
    {
        var own = group.FirstOrDefault(record => record.IsMyself)
            ?? group.OrderByDescending(record => record.ConfigEpoch).ThenBy(record => record.IsFailing).First();
        // After a node moved, those who haven't met it again know an old address.
        var placed = group.Where(record => record.Ip.Length > 0 && !record.Flags.HasFlag(NodeFlags.NoAddress))
            .OrderByDescending(IsSure).ThenByDescending(record => record.IsMyself).FirstOrDefault();
        return new KnownNode(group.Key, own, placed is null ? default : new NodeAddress(placed.Ip, placed.Port),
            placed is not null && IsSure(placed));
    }

    private static bool IsSure(NodeRecord record) => record is { IsConnected: true, IsMyself: false, IsFailing: false };
}

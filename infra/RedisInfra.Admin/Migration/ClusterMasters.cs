using System.Collections.Immutable;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Migration;

/// <summary>The masters that a plan was made for.</summary>
internal sealed class ClusterMasters
{
    private readonly ImmutableDictionary<string, NodeView.Live> _byName;

    public ClusterMasters(ObservedCluster observed)
    {
        All = [.. observed.Live.Where(view => view.Self.IsMaster)];
        _byName = All.ToImmutableDictionary(view => view.Member.Name);
    }

    /// <summary>Their views, in the order of the members.</summary>
    public ImmutableArray<NodeView.Live> All { get; }

    /// <summary>A master's view.</summary>
    public NodeView.Live Of(Member member) => _byName.TryGetValue(member.Name, out var view) ? view
        : throw new MoveTroubleException($"{member.Name} is no master any more");
}

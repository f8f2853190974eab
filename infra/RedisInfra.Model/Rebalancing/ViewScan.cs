using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Topology;

namespace RedisInfra.Model.Rebalancing;

/// <summary>
/// Compares every node's view with what each node says of itself. One pass over all records: 1,000 nodes have a
/// million.
/// </summary>
internal sealed class ViewScan
{
    private readonly RebalanceSituation _situation;
    private readonly SlotSet _open;
    private readonly Dictionary<NodeId, Undeclared> _undeclared = new(NodeIdComparer.Instance);

    private ViewScan(RebalanceSituation situation)
    {
        _situation = situation;
        _open = SlotSet.OfSlots(situation.Live.Where(view => view.Self.IsMaster)
            .SelectMany(view => view.Self.OpenSlots).Select(open => open.Slot));
        foreach (var view in situation.Live) Read(view);
    }

    /// <summary>The first thing about membership, links and roles that isn't settled, or null.</summary>
    public string? Unsettled { get; private set; }

    /// <summary>The first disagreement about slots that aren't open, or null.</summary>
    public string? Disputed { get; private set; }

    /// <summary>Nodes that somebody knows and nobody declared.</summary>
    public IEnumerable<Undeclared> Strangers => _undeclared.Values.OrderBy(stranger => stranger.Record.Id);

    public static ViewScan Of(RebalanceSituation situation) => new(situation);

    private void Read(NodeView.Live view)
    {
        int known = 0;
        foreach (var record in view.Records)
        {
            if (record.IsMyself) continue;
            if (record.IsHandshake)
                Unsettled ??= $"{view.Member.Name} is still meeting {record.Ip}:{record.Port}";
            else if (!_situation.ById.TryGetValue(record.Id, out var other))
                Meet(view, record);
            else
            {
                known++;
                Compare(view, record, other);
            }
        }
        if (known < _situation.ById.Count - 1) Unsettled ??= Missing(view);
    }

    private void Compare(NodeView.Live view, NodeRecord record, NodeView.Live other)
    {
        string Says(string what) => $"{view.Member.Name} {what}";
        string name = other.Member.Name;
        if (record.IsFailing) Unsettled ??= Says($"believes that {name} is down");
        else if (!record.IsConnected) Unsettled ??= Says($"has no bus link to {name}");
        if (record.IsMaster != other.Self.IsMaster || record.Master != other.Self.Master)
            Unsettled ??= Says($"doesn't know the role of {name} yet");
        if (Disputed is not null || record.Slots.Equals(other.Self.Slots)) return;
        var different = record.Slots.Except(other.Self.Slots).Union(other.Self.Slots.Except(record.Slots));
        if (!different.Except(_open).IsEmpty)
            Disputed = Says($"gives slots {Text(record.Slots)} to {name}, which claims {Text(other.Self.Slots)}");
    }

    private void Meet(NodeView.Live view, NodeRecord record)
    {
        if (_undeclared.TryGetValue(record.Id, out var stranger))
            _undeclared[record.Id] = stranger with { Seers = stranger.Seers + 1 };
        else _undeclared[record.Id] = new Undeclared(record, view.Member.Name, 1);
        if (record.IsFailing || record.IsConnected) return;
        Unsettled ??= $"{view.Member.Name} has no link to the undeclared {record.Id.Short} and hasn't given it up yet";
    }

    private string Missing(NodeView.Live view)
    {
        var known = view.Records.Where(record => !record.IsHandshake).Select(record => record.Id)
            .ToHashSet(NodeIdComparer.Instance);
        var missing = _situation.Live.First(other => !known.Contains(other.Self.Id));
        return $"{view.Member.Name} doesn't know {missing.Member.Name} yet";
    }

    private static string Text(SlotSet slots) => slots.IsEmpty ? "none" : slots.ToString();

    /// <summary>A node that isn't among the members.</summary>
    /// <param name="Record">What the first that knows it believes.</param>
    /// <param name="SeenBy">The first that knows it.</param>
    /// <param name="Seers">How many know it.</param>
    public sealed record Undeclared(NodeRecord Record, string SeenBy, int Seers)
    {
        /// <summary>Dead and without slots: a former member that nobody has forgotten yet.</summary>
        public bool IsLingering => Record.IsFailing && Record.Slots.IsEmpty;
    }
}

using System.Collections.Immutable;
using RedisInfra.Model.Migration;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Slots;
using RedisInfra.Model.Tests.Rebalancing;

namespace RedisInfra.Model.Tests.Migration;

/// <summary>
/// Slot 7 of masters a to d, written short: "a>b" is migrating at a to b, "b&lt;a" importing at b from a; it is a's
/// unless others claim it, the last one with the highest epoch.
/// </summary>
internal sealed class OpenSlotTable
{
    public const int Slot = 7;
    private readonly Dictionary<string, long> _keys = [];

    public StandingCluster Cluster { get; } = StandingCluster.Even(4);

    /// <summary>Members whose counts aren't known.</summary>
    public HashSet<string> Uncounted { get; } = [];

    /// <summary>Such as "a>b b&lt;a".</summary>
    public OpenSlotTable Open(string flags)
    {
        foreach (string flag in flags.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var direction = flag[1] == '>' ? OpenSlotDirection.Migrating : OpenSlotDirection.Importing;
            Node(flag[0]).Open.Add(new OpenSlot(Slot, direction, Node(flag[2]).Id));
        }
        return this;
    }

    /// <summary>Such as "ab": a and b claim it, b with the higher epoch.</summary>
    public OpenSlotTable Claim(string claimants)
    {
        var slot = SlotSet.OfSlots(Slot);
        foreach (var node in Cluster.Nodes) node.Slots = node.Slots.Except(slot);
        foreach (char claimant in claimants)
        {
            Node(claimant).Slots = Node(claimant).Slots.Union(slot);
            Node(claimant).Epoch = 10 + claimants.IndexOf(claimant);
        }
        return this;
    }

    /// <summary>Such as "ab": both hold keys of it.</summary>
    public OpenSlotTable Keys(string holders)
    {
        foreach (char holder in holders) _keys[$"{holder}-0"] = 3;
        return this;
    }

    public bool Holds(string name) => _keys.GetValueOrDefault(name) > 0;

    public RebalanceResult Plan()
    {
        var request = Cluster.Request();
        var observed = Cluster.Observe(request);
        return RebalancePlanner.Plan(observed, ClusterLoad.Empty, Counts(observed), request);
    }

    public OpenSlotResolution Resolve(params ImmutableArray<OpenSlotBystander> repeating)
    {
        var observed = Cluster.Observe(Cluster.Request());
        return OpenSlotPlan.Resolve(observed, Counts(observed).Without(repeating));
    }

    public ImmutableArray<OpenSlotBystander> Bystanders
    {
        get
        {
            var observed = Cluster.Observe(Cluster.Request());
            return OpenSlotPlan.Bystanders(observed, Counts(observed));
        }
    }

    /// <summary>What servers do with a step.</summary>
    public void Apply(OpenSlotStep step)
    {
        switch (step)
        {
            case OpenSlotStep.Close close:
                Cluster[close.At.Name].Open.Clear();
                break;
            case OpenSlotStep.Announce announce:
                foreach (var member in announce.Tell)
                {
                    // It deletes what it has when it learns that the slot is another's.
                    _keys.Remove(member.Name);
                    Cluster[member.Name].Open.Clear();
                }
                Claim(announce.Owner.Name[..1]);
                break;
            case OpenSlotStep.Finish finish:
                if (_keys.Remove(finish.From.Name)) _keys[finish.To.Name] = 3;
                Cluster[finish.From.Name].Open.Clear();
                Cluster[finish.To.Name].Open.Clear();
                Claim(finish.To.Name[..1]);
                break;
        }
    }

    /// <summary>"finish a b", "close c", "announce b: a c", "RI3212", "wait: …".</summary>
    public static string Text(OpenSlotResolution resolution) => string.Join("; ",
    [
        .. resolution.Steps.Select(step => step switch
        {
            OpenSlotStep.Finish finish => $"finish {finish.From.Name[..1]} {finish.To.Name[..1]}",
            OpenSlotStep.Close close => $"close {close.At.Name[..1]}",
            OpenSlotStep.Announce announce => $"announce {announce.Owner.Name[..1]}: "
                + string.Join(' ', announce.Tell.Select(member => member.Name[..1])),
            _ => "?",
        }),
        .. resolution.Refusals.Select(found => found.Code),
        .. resolution.Waiting is { } reason ? new[] { $"wait: {reason}" } : [],
    ]);

    private StandingCluster.Node Node(char name) => Cluster[$"{name}-0"];

    private OpenSlotCounts Counts(ObservedCluster observed) => new((
        from view in observed.Live
        where view.Self.IsMaster && !Uncounted.Contains(view.Member.Name)
        from slot in observed.Live.SelectMany(other => other.Self.OpenSlots).Select(open => open.Slot).Distinct()
        select (Of: (view.Member.Name, slot), Keys: _keys.GetValueOrDefault(view.Member.Name)))
        .ToImmutableDictionary(count => count.Of, count => count.Keys));
}

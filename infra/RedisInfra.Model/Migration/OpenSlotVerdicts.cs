using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Slots;

namespace RedisInfra.Model.Migration;

/// <summary>Collects what is said about each slot, and puts the same refusals of many slots together.</summary>
internal sealed class OpenSlotVerdicts(OpenSlotScene scene)
{
    private readonly List<OpenSlotStep> _steps = [];
    private readonly List<(int Slot, string Code, string What, string Why, string Fix)> _refusals = [];
    private readonly List<(string Member, int Slot)> _uncounted = [];
    private readonly List<(int Slot, string Reason)> _unsettled = [];

    public void Announce(OpenSlotCase open, NodeView.Live owner, NodeView.Live source)
    {
        // The source first: redis #7116.
        var others = scene.Masters.Where(view => view != owner && view != source && !Knows(view, owner, open.Slot));
        _steps.Add(new OpenSlotStep.Announce(open.Slot, owner.Member,
            [source.Member, .. others.Select(view => view.Member)],
            $"{owner.Member.Name} owns it by a later config epoch than {source.Member.Name}, which holds no key"));
    }

    public void Close(OpenSlotCase open, NodeView.Live at, string reason) =>
        _steps.Add(new OpenSlotStep.Close(open.Slot, at.Member, reason));

    public void Finish(OpenSlotCase open, NodeView.Live from, NodeView.Live to, string reason) =>
        _steps.Add(new OpenSlotStep.Finish(open.Slot, from.Member, to.Member, reason));

    /// <param name="open">The slot.</param>
    /// <param name="code">The code.</param>
    /// <param name="what">What is the case with the slots, as the end of a clause that begins with them.</param>
    /// <param name="why">Why nothing is done.</param>
    /// <param name="fix">What a person can do.</param>
    public void Refuse(OpenSlotCase open, string code, string what, string why, string fix) =>
        _refusals.Add((open.Slot, code, what, why, fix));

    public void Uncounted(OpenSlotCase open, NodeView.Live at) => _uncounted.Add((at.Member.Name, open.Slot));

    public void Unsettled(OpenSlotCase open, string reason) => _unsettled.Add((open.Slot, reason));

    public OpenSlotResolution ToResolution() => new(
        [.. _steps.OrderBy(Rank).ThenBy(Ends, StringComparer.Ordinal).ThenBy(step => step.Slot)],
        [.. _refusals.GroupBy(found => (found.Code, found.What, found.Why, found.Fix))
            .Select(group => new Diagnostic(group.Key.Code, $"slots {Slots(group.Select(found => found.Slot))}",
                group.Key.What, group.Key.Why, group.Key.Fix))
            .OrderBy(found => found.Code, StringComparer.Ordinal).ThenBy(found => found.Where, StringComparer.Ordinal)],
        Waiting());

    private static bool Knows(NodeView.Live view, NodeView.Live owner, int slot) =>
        view.Records.Any(record => record.Id == owner.Self.Id && record.Slots.Contains(slot));

    /// <summary>A slot that is closed at one end and finished between others is closed first.</summary>
    private static int Rank(OpenSlotStep step) => step switch
    {
        OpenSlotStep.Announce => 0,
        OpenSlotStep.Close => 1,
        _ => 2,
    };

    private static string Ends(OpenSlotStep step) => step switch
    {
        OpenSlotStep.Announce announce => announce.Owner.Name,
        OpenSlotStep.Close close => close.At.Name,
        OpenSlotStep.Finish finish => $"{finish.From.Name} {finish.To.Name}",
        _ => "",
    };

    private static SlotSet Slots(IEnumerable<int> slots) => SlotSet.OfSlots(slots);

    private string? Waiting()
    {
        var reasons = _unsettled.GroupBy(found => found.Reason)
            .Select(group => $"{group.Key}: slots {Slots(group.Select(found => found.Slot))}")
            .Concat(_uncounted.GroupBy(found => found.Member, StringComparer.Ordinal)
                .Select(group => $"{group.Key} hasn't told how many keys it holds of the open slots "
                    + Slots(group.Select(found => found.Slot))))
            .Order(StringComparer.Ordinal).ToList();
        return reasons.Count == 0 ? null : string.Join("; ", reasons);
    }
}

using System.Collections.Immutable;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Rebalancing;
using RedisInfra.Model.Rebalancing.Reports;

namespace RedisInfra.Admin.Departure;

/// <summary>Plans of leaving, in words.</summary>
public static class DrainWords
{
    /// <summary>What steps do, counted: "1 hand-over, 6 nodes forget, 2 resets".</summary>
    public static string Summary(IEnumerable<DepartureStep> steps) => string.Join(", ", steps.GroupBy(Kind)
        .Select(group => $"{group.Count()} {(group.Count() == 1 ? group.Key.One : group.Key.Many)}"));

    /// <summary>One step, as a clause.</summary>
    public static string Step(DepartureStep step) => step switch
    {
        DepartureStep.HandOver hand when hand.Candidates.IsEmpty => $"{hand.From.Name} hands its shard over",
        DepartureStep.HandOver hand => $"{hand.From.Name} hands shard {hand.From.Shard} over to "
            + string.Join(" or ", hand.Candidates.Select(member => member.Name)),
        DepartureStep.MoveSlots { Owners.IsEmpty: true } => "open slots are finished",
        DepartureStep.MoveSlots move => $"slots move off {string.Join(", ", move.Owners.Select(owner => owner.Name))}",
        DepartureStep.Follow follow => $"{follow.Member.Name} follows {follow.Master.Name}",
        DepartureStep.Forget forget => $"{forget.At.Name} forgets {forget.Ids.Length} node(s)",
        DepartureStep.Reset reset => $"{reset.Member.Name} is reset and emptied",
        _ => throw new InvalidOperationException($"bug in RedisInfra: {step.GetType().Name} has no words"),
    };

    /// <summary>The lines of a plan: what happens, the moves, or why nothing can.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="request">What was asked for.</param>
    public static ImmutableArray<string> Lines(DrainPlan plan, DepartureRequest request)
    {
        string leaving = string.Join(", ", request.Leaving.Select(member => member.Name));
        if (!plan.Refusals.IsEmpty)
        {
            return
            [
                $"refused, nothing is touched: {leaving} can't leave", .. plan.Refusals.Select(found => $"  {found}"),
            ];
        }
        switch (plan.Departure)
        {
            case DepartureResult.Gone gone:
                return [gone.Unreached.IsEmpty ? $"{leaving} have left already"
                    : $"{leaving} have left; {string.Join(", ", gone.Unreached.Select(member => member.Name))} "
                        + "can't be reached, so what is on their disks stays"];
            case DepartureResult.NotReady wait:
                return [$"{leaving} leave; unknown until deployed: {wait.Reason}"];
            case DepartureResult.Steps steps:
                var first = steps.Items
                    .Where(step => step is DepartureStep.HandOver or DepartureStep.Follow).Select(Step);
                return
                [
                    $"{leaving} leave: {Summary(steps.Items)}", .. first.Select(line => $"  {line}"),
                    .. plan.Moves is RebalanceResult.Balanced ? (ImmutableArray<string>)["no slot moves"]
                        : PlanText.Lines(plan.Moves),
                ];
            default: throw new InvalidOperationException($"bug in RedisInfra: {plan.Departure.GetType().Name}");
        }
    }

    private static (string One, string Many) Kind(DepartureStep step) => step switch
    {
        DepartureStep.HandOver => ("hand-over", "hand-overs"),
        DepartureStep.MoveSlots => ("move of slots", "moves of slots"),
        DepartureStep.Follow => ("change of master", "changes of master"),
        DepartureStep.Forget => ("node forgets", "nodes forget"),
        _ => ("reset", "resets"),
    };
}

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

    /// <summary>Who leaves, and who changes the shard.</summary>
    public static string Who(DepartureRequest request)
    {
        string names = string.Join(", ", request.Leaving.Select(member => member.Name));
        string leave = names.Length == 0 ? "" : $"{names} leave";
        string change = Changes(request);
        return leave.Length > 0 && change.Length > 0 ? $"{leave}, {change}" : leave + change;
    }

    /// <summary>Who changes the shard: "a-2 goes from shard 0 to 2"; empty when nobody does.</summary>
    public static string Changes(DepartureRequest request) => string.Join(", ", request.Staying.Members
        .Where(member => request.Changing.ContainsKey(member.Name))
        .Select(member => $"{member.Name} goes from shard {request.Changing[member.Name]} to {member.Shard}"));

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
        string who = Who(request);
        if (!plan.Refusals.IsEmpty)
        {
            return
            [
                $"refused, nothing is touched: {(request.Changing.IsEmpty ? $"{leaving} can't leave" : who)}",
                .. plan.Refusals.Select(found => $"  {found}"),
            ];
        }
        switch (plan.Departure)
        {
            case DepartureResult.Gone when request.Leaving.IsEmpty:
                return ["all are in their shards already"];
            case DepartureResult.Gone gone:
                return [gone.Unreached.IsEmpty ? $"{leaving} have left already"
                    : $"{leaving} have left; {string.Join(", ", gone.Unreached.Select(member => member.Name))} "
                        + "can't be reached, so what is on their disks stays"];
            case DepartureResult.NotReady wait:
                return [$"{who}; unknown until deployed: {wait.Reason}"];
            case DepartureResult.Steps steps:
                var first = steps.Items
                    .Where(step => step is DepartureStep.HandOver or DepartureStep.Follow).Select(Step);
                return
                [
                    $"{who}: {Summary(steps.Items)}", .. first.Select(line => $"  {line}"),
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

using RedisInfra.Admin.Departure;
using RedisInfra.Cli.Clusters.Commands;
using RedisInfra.Model.Departure;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Rebalancing.Reports;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.View;

/// <summary>How nodes leave, for people and programs.</summary>
internal static class DrainView
{
    public static void Show(CommandOutput output, DrainPlan plan, DepartureRequest request)
    {
        if (output.IsJson)
        {
            return;
        }

        foreach (var line in DrainWords.Lines(plan, request))
        {
            output.Console.WriteLine(line);
        }
    }

    public static void Show(CommandOutput output, DrainOutcome outcome)
    {
        var totals = outcome.Totals;
        var amount = PlanWords.Amount(totals.Slots, totals.Keys, totals.Bytes);
        output.Say($"left in {Amounts.Time(outcome.Elapsed)}: {amount} moved, {DrainWords.Summary(outcome.Done)}");
        foreach (var member in outcome.Unreached)
        {
            output.Say($"{member.Name} doesn't answer: reset it before it is started in this network again, or its "
                + "disk brings the old node back");
        }
    }

    public static object Document(DrainPlan plan, DepartureRequest request) => new
    {
        Leaving = request.Leaving.Select(member => member.Name),
        Steps = plan.Departure is DepartureResult.Steps steps ? steps.Items.Select(DrainWords.Step) : [],
        plan.Fingerprint,
        Moves = PlanDocument.Of(plan.Moves),
    };

    public static object Document(DrainOutcome outcome) => new
    {
        outcome.Totals.Slots,
        outcome.Totals.Keys,
        outcome.Totals.Bytes,
        Seconds = Math.Round(outcome.Elapsed.TotalSeconds, 3),
        Steps = outcome.Done.Select(DrainWords.Step),
        Unreached = outcome.Unreached.Select(member => member.Name),
        Moves = outcome.Moves.Select(MoveItem.Of),
    };
}

using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Rebalancing.Reports;

namespace RedisInfra.Model.Ring.Reports;

/// <summary>A ring's plan as Markdown, for a pull request.</summary>
public static class RingPlanMarkdown
{
    /// <summary>The text; a name in it can't become a link, a tag or a column.</summary>
    public static string Of(RingResult result) => string.Join('\n', result switch
    {
        RingResult.Steps { Plan: var plan } =>
        [
            $"**{RingPlanWords.Summary(plan)}**", "",
            .. plan.TotalKeys is null
                ? (string[])["| from | to | share | why |", "|---|---|--:|---|"]
                : ["| from | to | share | keys | bytes | why |", "|---|---|--:|--:|--:|---|"],
            .. plan.Moves.Select(move => Row(move, isCounted: plan.TotalKeys is not null)), .. Notes(plan.Warnings),
        ],
        RingResult.Refused refused =>
            ["**Refused**, nothing is touched", "", .. refused.Diagnostics.Select(found => $"- {Escaped(found)}")],
        _ => [$"**{RingPlanWords.Same}**", .. Notes(((RingResult.Same)result).Warnings)],
    }) + "\n";

    private static string Row(RingMove move, bool isCounted) =>
        $"| {PlanMarkdown.Escaped(move.From.Name)} | {PlanMarkdown.Escaped(move.To.Name)} "
            + $"| {RingWarnings.Percent(move.Share)} "
            + (isCounted ? $"| {Amounts.Count(move.Keys)} | {Amounts.Bytes(move.Bytes)} " : "")
            + $"| {PlanMarkdown.Escaped(move.Reason)} |";

    private static IEnumerable<string> Notes(IReadOnlyCollection<Diagnostic> warnings) =>
        warnings.Count == 0 ? [] : ["", .. warnings.Select(warning => $"- warning: {Escaped(warning)}")];

    private static string Escaped(Diagnostic found) => PlanMarkdown.Escaped(found.ToString());
}

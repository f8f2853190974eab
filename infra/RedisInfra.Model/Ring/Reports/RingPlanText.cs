using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Ring.Reports;

/// <summary>A ring's plan as lines for a terminal or a log.</summary>
public static class RingPlanText
{
    /// <summary>The lines, the most important one first.</summary>
    public static ImmutableArray<string> Lines(RingResult result) => result switch
    {
        RingResult.Steps { Plan: var plan } =>
        [
            RingPlanWords.Summary(plan), .. Rows(plan).Select(row => $"  {row}"), .. Warnings(plan.Warnings),
        ],
        RingResult.Refused refused =>
            ["refused, nothing is touched", .. refused.Diagnostics.Select(found => $"  {found}")],
        _ => [RingPlanWords.Same, .. Warnings(((RingResult.Same)result).Warnings)],
    };

    private static IEnumerable<string> Warnings(ImmutableArray<Diagnostic> warnings) =>
        warnings.Select(warning => $"warning: {warning}");

    private static List<string> Rows(RingPlan plan)
    {
        var rows = plan.Moves.Select(move => (Ends: $"{move.From.Name} -> {move.To.Name}",
            Share: RingWarnings.Percent(move.Share), Keys: Amounts.Count(move.Keys, "key"),
            Bytes: Amounts.Bytes(move.Bytes), move.Reason)).ToList();
        int ends = rows.Max(row => row.Ends.Length);
        int keys = rows.Max(row => row.Keys.Length);
        int bytes = rows.Max(row => row.Bytes.Length);
        return rows.ConvertAll(row => $"{row.Ends.PadRight(ends)}  {row.Share,6}  "
            + (plan.TotalKeys is null ? "" : $"{row.Keys.PadLeft(keys)}  {row.Bytes.PadLeft(bytes)}  ") + row.Reason);
    }
}

using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>A plan as lines for a terminal or a log.</summary>
public static class PlanText
{
    private const int MostRanges = 4;

    /// <summary>The lines, the most important one first.</summary>
    /// <param name="result">What was planned.</param>
    /// <param name="isGentle">Whether the moves will rest in between, for the time that is told.</param>
    public static ImmutableArray<string> Lines(RebalanceResult result, bool isGentle = false) => result switch
    {
        RebalanceResult.Steps { Plan: var plan } => Lines(plan, MoveSpeed.Of(plan.Method, isGentle)),
        RebalanceResult.Resume resume =>
        [
            "an earlier move left slots open; they come first, then the rest is planned",
            .. PlanWords.OpenSlots(resume.Items)
                .Select(open => $"  slots {PlanWords.Ranges(open.Slots, MostRanges)} {open.Words}"),
            .. KeepRole(resume.KeepRole),
        ],
        RebalanceResult.NotReady wait => [$"nothing can be said yet: {wait.Reason}"],
        RebalanceResult.Refused refused =>
            ["refused, nothing is touched", .. refused.Diagnostics.Select(found => $"  {found}")],
        _ => [PlanWords.Balanced],
    };

    /// <summary>The lines of a plan at a certain speed.</summary>
    public static ImmutableArray<string> Lines(RebalancePlan plan, MoveSpeed speed) =>
    [
        PlanWords.Summary(plan, speed),
        .. Rows(plan).Select(row => $"  {row}"),
        .. plan.FunctionCopies.Select(PlanWords.Functions),
        .. KeepRole(plan.KeepRole),
        .. plan.Warnings.Select(warning => $"warning: {warning}"),
        $"fingerprint {plan.Fingerprint}",
    ];

    private static IEnumerable<string> KeepRole(ImmutableArray<Topology.Member> members) =>
        members.IsEmpty ? [] : [PlanWords.KeepRole(members)];

    private static List<string> Rows(RebalancePlan plan)
    {
        var rows = plan.Moves.Select(move => (
            Ends: $"{move.From.Name} -> {move.To.Name}", Slots: Amounts.Count(move.Slots.Count, "slot"),
            Keys: Amounts.Count(move.Keys, "key"), Bytes: Amounts.Bytes(move.Bytes), Move: move)).ToList();
        int ends = rows.Max(row => row.Ends.Length);
        int slots = rows.Max(row => row.Slots.Length);
        int keys = rows.Max(row => row.Keys.Length);
        int bytes = rows.Max(row => row.Bytes.Length);
        return rows.ConvertAll(row => $"{row.Ends.PadRight(ends)}  {row.Slots.PadLeft(slots)}  "
            + $"{row.Keys.PadLeft(keys)}  {row.Bytes.PadLeft(bytes)}  "
            + $"{PlanWords.Ranges(row.Move.Slots, MostRanges)}: {row.Move.Reason}");
    }
}

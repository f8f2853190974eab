using System.Collections.Immutable;
using System.Text;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>A plan as Markdown, for a pull request.</summary>
public static class PlanMarkdown
{
    private const int MostRanges = 8;
    private const string Special = "\\`*_<>|[]#";

    /// <summary>The text; a name or a key in it can't become a link, a tag or a column.</summary>
    /// <param name="result">What was planned.</param>
    /// <param name="isGentle">Whether the moves will rest in between, for the time that is told.</param>
    public static string Of(RebalanceResult result, bool isGentle = false) => string.Join('\n', result switch
    {
        RebalanceResult.Steps { Plan: var plan } => Lines(plan, MoveSpeed.Of(plan.Method, isGentle)),
        RebalanceResult.Resume resume =>
        [
            "**An earlier move left slots open.** They come first, then the rest is planned.", "",
            .. PlanWords.OpenSlots(resume.Items).Select(open =>
                $"- slots {PlanWords.Ranges(open.Slots, MostRanges)} {Escaped(open.Words)}"),
        ],
        RebalanceResult.NotReady wait => [$"**Nothing can be said yet**: {Escaped(wait.Reason)}"],
        RebalanceResult.Refused refused =>
            ["**Refused**, nothing is touched", "", .. refused.Diagnostics.Select(Item)],
        _ => ["**Balanced**: every shard owns its part, nothing has to move"],
    }) + "\n";

    private static ImmutableArray<string> Lines(RebalancePlan plan, MoveSpeed speed) =>
    [
        $"**{PlanWords.Summary(plan, speed)}**", "",
        "| from | to | slots | ranges | keys | bytes | why |",
        "|---|---|--:|---|--:|--:|---|",
        .. plan.Moves.Select(Row),
        .. Notes(plan),
        "", $"Fingerprint `{plan.Fingerprint}`",
    ];

    private static string Row(SlotMove move) =>
        $"| {Escaped(move.From.Name)} | {Escaped(move.To.Name)} | {Amounts.Count(move.Slots.Count)} "
            + $"| {PlanWords.Ranges(move.Slots, MostRanges)} | {Amounts.Count(move.Keys)} "
            + $"| {Amounts.Bytes(move.Bytes)} | {Escaped(move.Reason)} |";

    private static IEnumerable<string> Notes(RebalancePlan plan)
    {
        var notes = plan.FunctionCopies.Select(copy => $"- {Escaped(PlanWords.Functions(copy))}").ToList();
        if (!plan.KeepRole.IsEmpty) notes.Add($"- {Escaped(PlanWords.KeepRole(plan.KeepRole))}");
        notes.AddRange(plan.Warnings.Select(warning => $"- warning: {Escaped(warning.ToString())}"));
        return notes.Count == 0 ? notes : notes.Prepend("");
    }

    private static string Item(Diagnostic found) => $"- {Escaped(found.ToString())}";

    /// <summary>A text as it is, whatever stands in it.</summary>
    internal static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            if (Special.Contains(c)) escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }
}

using System.Collections.Immutable;
using System.Text;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>The sections at the end of a run: Outputs, Resources, Duration.</summary>
internal static class SummaryText
{
    private static readonly StepOp[] _order =
        [StepOp.Create, StepOp.Update, StepOp.Delete, StepOp.Replace, StepOp.Read, StepOp.Import, StepOp.Refresh];

    /// <summary>The stack's outputs with what changed about them; empty when there is nothing to show.</summary>
    public static string Outputs(
        ImmutableDictionary<string, PropertyValue>? before, ImmutableDictionary<string, PropertyValue> after,
        bool isPreview)
    {
        before ??= ImmutableDictionary<string, PropertyValue>.Empty;
        var changed = before.Count != after.Count
            || after.Any(p => !before.TryGetValue(p.Key, out var old) || !ValueText.Same(old, p.Value));
        if (after.IsEmpty && before.IsEmpty) return "";
        if (isPreview && !changed) return "";
        var output = new StringBuilder("Outputs:\n");
        var text = new PropertyText(output, showSames: true);
        if (before.IsEmpty) text.Bag(after, indent: 4);
        else text.Difference(before, after, indent: 4);
        return output.Append('\n').ToString();
    }

    public static string Resources(EngineEvent.Summary summary)
    {
        var output = new StringBuilder("Resources:\n");
        var kinds = 0;
        var changes = 0;
        foreach (var op in _order)
        {
            if (!summary.Changes.TryGetValue(op, out var count) || count == 0) continue;
            var words = StepWords.Of(op);
            output.Append("    ").Append(words.Prefix).Append(count)
                .Append(summary.IsPreview ? $" to {words.Plan}" : $" {words.Done}").Append('\n');
            kinds++;
            changes += count;
        }

        var same = summary.Changes.GetValueOrDefault(StepOp.Same);
        var parts = new List<string>();
        if (kinds > 1) parts.Add($"{changes} changes");
        if (same > 0) parts.Add($"{same} unchanged");
        if (parts.Count > 0) output.Append("    ").Append(string.Join(". ", parts)).Append('\n');
        return output.ToString();
    }

    public static string Duration(TimeSpan time) =>
        $"Duration: {StepWords.Whole(time < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : time)}\n";
}

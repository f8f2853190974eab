using System.Collections.Immutable;
using System.Text;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>What a step changes: in short as "[diff: ~name]", and at length as <c>--diff</c> prints it.</summary>
internal static class DiffText
{
    private const int Step = 4;

    /// <summary>The changed inputs' names with their glyphs; empty for a step that compares nothing.</summary>
    public static string Keys(StepMetadata step)
    {
        if (step is not { Old: { } old, New: { } now } || step.Op is StepOp.Same or StepOp.Read or StepOp.Import)
            return "";
        var (before, after) = step.Op is StepOp.Refresh ? (old.Outputs, now.Outputs) : (old.Inputs, now.Inputs);
        var keys = before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Select(k => !before.ContainsKey(k) ? $"+{k}" : !after.ContainsKey(k) ? $"-{k}"
                : ValueText.Same(before[k], after[k]) ? null : $"~{k}")
            .OfType<string>().ToList();
        return keys.Count == 0 ? "" : $"[diff: {string.Join(",", keys)}]";
    }

    /// <summary>The step's lines below each other, for a resource <paramref name="depth"/> parents deep.</summary>
    public static string Details(StepMetadata step, int depth)
    {
        var words = StepWords.Of(step);
        var output = new StringBuilder();
        var indent = depth * Step;
        output.Append(' ', indent).Append(words.Prefix).Append(step.Type).Append(": (").Append(words.Detail)
            .Append(')');
        if (step.Resource.Protect || step.Old is { Protect: true }) output.Append(" 🔒");
        output.Append('\n');
        if (step.Old is { Id.Length: > 0, External: false } old && step.Op is not StepOp.CreateReplacement)
            output.Append(' ', indent + Step).Append($"[id={old.Id}]\n");
        output.Append(' ', indent + Step).Append($"[urn={step.Urn}]\n");
        if (step.Op is not StepOp.Same) AppendProperties(output, step, indent + Step);
        return output.ToString();
    }

    /// <summary>
    /// The outputs that a step brought and its inputs don't tell; empty when there are none. Of a preview only what
    /// changes: a resource that isn't there yet has none.
    /// </summary>
    public static string Outputs(StepMetadata step, int depth, bool isPreview)
    {
        if (step.New is not { } now) return "";
        var isStack = RunRecord.IsStack(step);
        var output = new StringBuilder();
        var indent = (depth + 1) * Step;
        var text = new PropertyText(output, showSames: false);
        var inputs = now.Inputs;
        var news = isStack ? now.Outputs : now.Outputs.RemoveRange(now.Outputs.Keys.Where(
            k => inputs.TryGetValue(k, out var input) && ValueText.Same(input, now.Outputs[k])));
        var olds = step.Old?.Outputs ?? ImmutableDictionary<string, PropertyValue>.Empty;
        if (step.Op is StepOp.Refresh) text.Difference(olds, now.Outputs, indent);
        else if (isStack && olds.IsEmpty) text.Bag(news, indent);
        else if (isStack || step.Op is StepOp.Update)
            text.Difference(olds.RemoveRange(olds.Keys.Except(news.Keys)), news, indent);
        else if (!isPreview && now.Custom && step.Op is StepOp.Create or StepOp.CreateReplacement)
            text.Bag(news, indent);
        return output.Length == 0 ? "" : $"{new string(' ', indent)}--outputs:--\n{output}";
    }

    private static void AppendProperties(StringBuilder output, StepMetadata step, int indent)
    {
        switch (step)
        {
            case { Old: null, New: { } created }:
                new PropertyText(output, false).Bag(created.Outputs.IsEmpty ? created.Inputs : created.Outputs, indent);
                break;
            case { New: null, Old: { } deleted }:
                new PropertyText(output, false).Bag(deleted.Inputs, indent);
                break;
            case { Op: StepOp.Replace, DetailedDiff.IsEmpty: true, Old: { } old, New: { } now }:
                var outputs = now.Outputs.IsEmpty ? Predict(old, now) : now.Outputs;
                new PropertyText(output, showSames: true).Difference(old.Outputs, outputs, indent);
                break;
            case { Old: { } old, New: { } now } when step.Op is StepOp.Update or StepOp.Replace or StepOp.Import:
                new PropertyText(output, false).Difference(old.Inputs, now.Inputs, indent);
                break;
        }
    }

    /// <summary>
    /// What a replacement that wasn't made would likely give: what stands there, with the changed inputs.
    /// </summary>
    private static ImmutableDictionary<string, PropertyValue> Predict(State.ResourceState old,
        State.ResourceState now) =>
        old.Outputs.SetItems(now.Inputs).RemoveRange(old.Inputs.Keys.Except(now.Inputs.Keys));
}

using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>The glyph and the words of one kind of step, as Pulumi says them.</summary>
/// <param name="Glyph">One or two characters.</param>
/// <param name="Plan">In a preview: "create".</param>
/// <param name="Doing">"creating".</param>
/// <param name="Done">"created".</param>
/// <param name="Detail">In brackets in a detailed diff: "create-replacement".</param>
internal sealed record StepWords(string Glyph, string Plan, string Doing, string Done, string Detail)
{
    private static readonly StepWords _same = new("", "", "", "", "same");
    private static readonly StepWords _create = new("+", "create", "creating", "created", "create");
    private static readonly StepWords _update = new("~", "update", "updating", "updated", "update");
    private static readonly StepWords _delete = new("-", "delete", "deleting", "deleted", "delete");
    private static readonly StepWords _discard = new("<", "discard", "discarding", "discarded", "discard");
    private static readonly StepWords _retain =
        new("-", "delete[retain]", "deleting[retain]", "deleted[retain]", "delete");
    private static readonly StepWords _replace = new("+-", "replace", "replacing", "replaced", "replace");
    private static readonly StepWords _createReplacement =
        new("++", "create replacement", "creating replacement", "created replacement", "create-replacement");
    private static readonly StepWords _deleteReplaced =
        new("--", "delete original", "deleting original", "deleted original", "delete-replaced");
    private static readonly StepWords _read = new(">", "read", "reading", "read", "read");
    private static readonly StepWords _refresh = new("~", "refresh", "refreshing", "refreshed", "refresh");
    private static readonly StepWords _import = new("=", "import", "importing", "imported", "import");

    /// <summary>With the glyph in two columns: "+ ", "+-", "  ".</summary>
    public string Prefix => Glyph.PadRight(2);

    public static StepWords Of(StepMetadata step) => step.Op switch
    {
        StepOp.Delete when step.Old is { External: true } => _discard,
        StepOp.Delete when step.Old is { RetainOnDelete: true } => _retain,
        _ => Of(step.Op),
    };

    public static StepWords Of(StepOp op) => op switch
    {
        StepOp.Create => _create,
        StepOp.Update => _update,
        StepOp.Delete => _delete,
        StepOp.Replace => _replace,
        StepOp.CreateReplacement => _createReplacement,
        StepOp.DeleteReplaced => _deleteReplaced,
        StepOp.Read => _read,
        StepOp.Refresh => _refresh,
        StepOp.Import => _import,
        _ => _same,
    };

    /// <summary>How long something took: hundredths below a second, whole seconds and minutes above.</summary>
    public static string Time(TimeSpan time) =>
        time == TimeSpan.Zero ? "0s"
        : time < TimeSpan.FromSeconds(1) ? FormattableString.Invariant($"{time.TotalSeconds:0.00}s")
        : Whole(time);

    /// <summary>Rounded up to whole seconds, as a run's duration is told.</summary>
    public static string Whole(TimeSpan time)
    {
        var seconds = (long)Math.Round(time.TotalSeconds, MidpointRounding.AwayFromZero);
        return seconds < 60 ? $"{seconds}s"
            : seconds < 3600 ? $"{seconds / 60}m{seconds % 60}s"
            : $"{seconds / 3600}h{seconds / 60 % 60}m{seconds % 60}s";
    }
}

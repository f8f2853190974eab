using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>One resource in the live tree.</summary>
internal sealed class TreeRow(StepMetadata step, long started)
{
    public StepMetadata Step { get; set; } = step;
    public long Started { get; set; } = started;
    public bool IsRunning { get; set; }
    public bool HasFailed { get; set; }
    public TimeSpan Duration { get; set; }

    /// <summary>The newest progress message or the first line of the newest other one.</summary>
    public string Message { get; set; } = "";

    public int Errors { get; private set; }
    public int Warnings { get; private set; }
    public int Infos { get; private set; }

    /// <summary>Unchanged ones stay hidden until something is said about them.</summary>
    public bool IsWorthShowing =>
        RunRecord.IsStack(Step) || HasFailed || Errors + Warnings + Infos > 0
        || Step.Op is not (StepOp.Same or StepOp.Refresh)
        || (Step.Op is StepOp.Refresh && (IsRunning || Step.New is null || DiffText.Keys(Step).Length > 0));

    public void Tell(EngineEvent.Diagnostic diagnostic)
    {
        Message = diagnostic.Message.Split('\n')[0];
        if (diagnostic.IsEphemeral) return;
        if (diagnostic.Severity == LogSeverity.Error) Errors++;
        else if (diagnostic.Severity == LogSeverity.Warning) Warnings++;
        else Infos++;
    }

    public string Status(bool isPreview, TimeSpan elapsed)
    {
        var words = StepWords.Of(Step);
        if (HasFailed) return $"{(words.Doing.Length > 0 ? words.Doing : "checking")} failed";
        if (Step.Op is StepOp.Refresh && Step.New is null) return isPreview ? "delete" : "deleted";
        if (isPreview) return words.Plan;
        return Step.Op is StepOp.Same ? "" : IsRunning
            ? $"{words.Doing} ({StepWords.Whole(elapsed)})"
            : $"{words.Done} ({StepWords.Time(Duration)})";
    }

    public string Info()
    {
        var counts = new List<string>();
        if (Errors > 0) counts.Add(Count(Errors, "error"));
        if (Warnings > 0) counts.Add(Count(Warnings, "warning"));
        if (Infos > 0) counts.Add(Count(Infos, "message"));
        var parts = new[] { DiffText.Keys(Step), string.Join(", ", counts), IsRunning || Errors > 0 ? Message : "" };
        return string.Join("; ", parts.Where(p => p.Length > 0));
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}

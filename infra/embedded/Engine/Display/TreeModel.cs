using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>The live tree of a run as lines of text that fit a terminal. Knows no terminal.</summary>
internal sealed class TreeModel(TimeProvider clock)
{
    private const int LeastWidth = 20;
    private readonly Dictionary<string, TreeRow> _rows = new(StringComparer.Ordinal);
    private readonly List<TreeRow> _order = [];

    /// <summary>Told before their resource had a step: a refusal, for example.</summary>
    private readonly List<EngineEvent.Diagnostic> _early = [];

    public bool IsPreview { get; private set; }

    public void Add(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case EngineEvent.Prelude prelude:
                IsPreview = prelude.IsPreview;
                break;
            case EngineEvent.ResourcePre { Step.IsDefaultProvider: false } pre:
                var row = Row(pre.Step);
                // The parts of a replacement follow each other in one row; its whole comes last.
                row.Step = pre.Step;
                (row.IsRunning, row.Started) = (true, clock.GetTimestamp());
                break;
            case EngineEvent.ResourceOutputs { Step.IsDefaultProvider: false } outputs:
                var done = Row(outputs.Step);
                // A component's step takes no time; what it stands for ends when it registers its outputs.
                var time = outputs.Duration == TimeSpan.Zero ? clock.GetElapsedTime(done.Started) : outputs.Duration;
                (done.Step, done.Duration, done.IsRunning) = (outputs.Step, time, false);
                break;
            case EngineEvent.ResourceFailed failed:
                var bad = Row(failed.Step);
                (bad.IsRunning, bad.HasFailed) = (false, true);
                break;
            case EngineEvent.Diagnostic diagnostic:
                if (Find(diagnostic.Urn) is { } about) about.Tell(diagnostic);
                else _early.Add(diagnostic);
                break;
        }
    }

    /// <summary>
    /// The rows that are worth showing below their parents, at most <paramref name="height"/> of them: those at work
    /// are kept.
    /// </summary>
    public IReadOnlyList<TreeLine> Lines(int width, int height)
    {
        width = Math.Max(LeastWidth, width);
        var children = _order.Where(r => r.Step.Resource.Parent.Length > 0).ToLookup(r => r.Step.Resource.Parent);
        var shown = new List<(TreeRow Row, string Branch)>();
        foreach (var root in _order.Where(r => !_rows.ContainsKey(r.Step.Resource.Parent)))
            Collect(root, "", "", children, shown);
        var kept = Fit(shown, height);
        var cells = kept.Select(s => Cells(s.Row, s.Branch)).ToList();
        var typeWidth = cells.Select(c => c.Type.Length).DefaultIfEmpty().Max();
        var nameWidth = cells.Select(c => c.Name.Length).DefaultIfEmpty().Max();
        var lines = kept.Zip(cells, (s, c) => new TreeLine(
            s.Row.HasFailed || s.Row.Errors > 0 ? StepOp.Delete : s.Row.Step.Op,
            Cut($" {StepWords.Of(s.Row.Step).Prefix} {c.Type.PadRight(typeWidth)}  {c.Name.PadRight(nameWidth)}  "
                + c.Tail, width)))
            .ToList();
        var hidden = shown.Count - kept.Count;
        if (hidden > 0) lines.Add(new(StepOp.Same, Cut($"    ... and {hidden} more", width)));
        return lines;
    }

    private TreeRow Row(StepMetadata step)
    {
        if (_rows.TryGetValue(step.Urn, out var row)) return row;
        row = new TreeRow(step, clock.GetTimestamp());
        _rows[step.Urn] = row;
        foreach (var diagnostic in _early.Where(d => d.Urn == step.Urn)) row.Tell(diagnostic);
        _order.Add(row);
        return row;
    }

    private TreeRow? Find(string urn) => urn.Length > 0
        ? _rows.GetValueOrDefault(urn)
        : _order.FirstOrDefault(r => RunRecord.IsStack(r.Step));

    private static bool Collect(
        TreeRow row, string branch, string below, ILookup<string, TreeRow> children,
        List<(TreeRow Row, string Branch)> shown)
    {
        var place = shown.Count;
        var mine = children[row.Step.Urn].Where(c => HasSomething(c, children)).ToList();
        for (var i = 0; i < mine.Count; i++)
        {
            var last = i == mine.Count - 1;
            Collect(mine[i], below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), children, shown);
        }

        if (!row.IsWorthShowing && mine.Count == 0) return false;
        shown.Insert(place, (row, branch));
        return true;
    }

    private static bool HasSomething(TreeRow row, ILookup<string, TreeRow> children) =>
        row.IsWorthShowing || children[row.Step.Urn].Any(c => HasSomething(c, children));

    private static List<(TreeRow Row, string Branch)> Fit(List<(TreeRow Row, string Branch)> shown, int height)
    {
        if (shown.Count <= height) return shown;
        var room = Math.Max(1, height - 1);
        var keep = shown.Where(s => s.Row.IsRunning || s.Row.HasFailed).Take(room).ToHashSet();
        foreach (var one in Enumerable.Reverse(shown))
        {
            if (keep.Count >= room) break;
            keep.Add(one);
        }

        return shown.Where(keep.Contains).ToList();
    }

    private (string Type, string Name, string Tail) Cells(TreeRow row, string branch)
    {
        var status = row.Status(IsPreview, clock.GetElapsedTime(row.Started));
        var info = row.Info();
        return (branch + row.Step.Type, Urns.Name(row.Step.Urn), info.Length == 0 ? status : $"{status}  {info}");
    }

    private static string Cut(string line, int width)
    {
        line = line.TrimEnd();
        return line.Length <= width ? line : line[..(width - 1)] + "…";
    }
}

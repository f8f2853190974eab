using RedisInfra.Embedded.Engine.Deploy;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>The tree of resources, redrawn in place on a terminal while the run goes on.</summary>
internal sealed class TreeDisplay : IRunDisplay
{
    private static readonly TimeSpan _frame = TimeSpan.FromMilliseconds(100);
    private const int LinesBelow = 3;

    private readonly IAnsiConsole _console;
    private readonly OperationWords _operation;
    private readonly string _stack;
    private readonly TimeProvider _clock;
    private readonly TreeModel _tree;
    private readonly RunRecord _record = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _drawing;
    private EngineEvent.Summary? _summary;

    public TreeDisplay(IAnsiConsole console, OperationWords operation, string stack, TimeProvider clock) =>
        (_console, _operation, _stack, _clock, _tree) = (console, operation, stack, clock, new TreeModel(clock));

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            _record.Add(engineEvent);
            _tree.Add(engineEvent);
            if (engineEvent is EngineEvent.Prelude prelude)
            {
                _console.WriteLine(_operation.Header(_stack, prelude.IsPreview));
                _drawing = Task.Run(DrawAsync);
            }
            else if (engineEvent is EngineEvent.Summary summary)
            {
                _summary = summary;
                _end.TrySetResult();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        if (_drawing is not null) await _drawing;
        if (_summary is not { } summary) return;
        _console.WriteLine();
        var end = _record.End(
            summary, _stack, withDiagnostics: true, _operation == OperationWords.Update && summary.Succeeded);
        // Not by way of the console: it would wrap long lines, which people copy.
        _console.Profile.Out.Writer.Write(end);
        if (summary.IsPreview) _console.Profile.Out.Writer.Write('\n');
        await _console.Profile.Out.Writer.FlushAsync();
    }

    private Task DrawAsync() => _console.Live(Frame()).AutoClear(false).Overflow(VerticalOverflow.Crop)
        .StartAsync(async context =>
        {
            while (!_end.Task.IsCompleted)
            {
                context.UpdateTarget(Frame());
                await Task.WhenAny(_end.Task, Task.Delay(_frame, _clock));
            }

            context.UpdateTarget(Frame());
        });

    private Rows Frame()
    {
        lock (_gate)
        {
            var lines = _tree.Lines(_console.Profile.Width - 1, Math.Max(1, _console.Profile.Height - LinesBelow));
            var rows = lines.Select(l => (IRenderable)new Text(l.Text, Colour(l.Op))).ToList();
            // The live display can't measure an empty frame, and after one of a single line it goes up a line too far
            // ("up 0 lines" is one for a terminal).
            while (rows.Count < 2) rows.Add(new Text(" "));
            return new Rows(rows);
        }
    }

    private static Style Colour(StepOp op) => op switch
    {
        StepOp.Create or StepOp.CreateReplacement or StepOp.Import => new(Color.Green),
        StepOp.Update or StepOp.Refresh => new(Color.Yellow),
        StepOp.Delete or StepOp.DeleteReplaced => new(Color.Red),
        StepOp.Replace => new(Color.Fuchsia),
        StepOp.Read => new(Color.Aqua),
        _ => Style.Plain,
    };
}

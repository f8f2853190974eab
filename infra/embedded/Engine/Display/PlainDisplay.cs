using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>One line for each thing that happens: for logs, pipes and build agents.</summary>
internal sealed class PlainDisplay : IRunDisplay
{
    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _progressPause = TimeSpan.FromSeconds(5);

    private readonly TextWriter _output;
    private readonly OperationWords _operation;
    private readonly string _stack;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly RunRecord _record = new();
    private readonly Dictionary<string, (StepMetadata Step, long Start, long LastProgress)> _running = [];
    private EngineEvent.ResourceOutputs? _stackDone;
    private bool _isPreview;
    private long _lastLine;

    public PlainDisplay(TextWriter output, OperationWords operation, string stack, TimeProvider clock)
    {
        (_output, _operation, _stack, _clock) = (output, operation, stack, clock);
        _lastLine = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => Beat(), null, _beat, _beat);
    }

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            _record.Add(engineEvent);
            switch (engineEvent)
            {
                case EngineEvent.Prelude prelude:
                    _isPreview = prelude.IsPreview;
                    WriteLine(_operation.Header(_stack, _isPreview));
                    WriteLine(BeatText());
                    break;
                case EngineEvent.ResourcePre { Step.IsDefaultProvider: false } pre:
                    Start(pre.Step);
                    break;
                case EngineEvent.ResourceOutputs { Step.IsDefaultProvider: false } outputs:
                    End(outputs);
                    break;
                case EngineEvent.ResourceFailed failed:
                    Fail(failed);
                    break;
                case EngineEvent.Diagnostic { IsEphemeral: true, Severity: not LogSeverity.Debug } progress:
                    Progress(progress);
                    break;
                case EngineEvent.Summary summary:
                    WriteSummary(summary);
                    break;
            }
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Start(StepMetadata step)
    {
        _running[step.Urn] = (step, _clock.GetTimestamp(), _clock.GetTimestamp());
        if (RunRecord.IsStack(step) || step.Op is StepOp.Same) return;
        var words = StepWords.Of(step);
        if (_isPreview && step.Op is StepOp.CreateReplacement or StepOp.DeleteReplaced or StepOp.Refresh) return;
        WriteStep(step, _isPreview ? words.Plan : $"{words.Doing} (0s)");
    }

    private void End(EngineEvent.ResourceOutputs outputs)
    {
        var step = outputs.Step;
        if (RunRecord.IsStack(step))
        {
            _stackDone = outputs.Duration == TimeSpan.Zero && _running.TryGetValue(step.Urn, out var row)
                ? outputs with { Duration = _clock.GetElapsedTime(row.Start) } : outputs;
            return;
        }

        _running.Remove(step.Urn);
        if (step.Op is StepOp.Refresh) WriteRefreshed(step);
        else if (!_isPreview && step.Op is not StepOp.Same && step.Resource.Custom)
            WriteStep(step, $"{StepWords.Of(step).Done} ({StepWords.Time(outputs.Duration)})");
    }

    /// <summary>Only what a refresh found changed is worth a line.</summary>
    private void WriteRefreshed(StepMetadata step)
    {
        if (step.New is null)
            WriteLine($" -  {step.Type} {Urns.Name(step.Urn)} {(_isPreview ? "delete" : "deleted")} ");
        else if (DiffText.Keys(step) is { Length: > 0 } keys)
            WriteLine($" ~  {step.Type} {Urns.Name(step.Urn)} {(_isPreview ? "update" : "updated")} {keys}");
    }

    private void Fail(EngineEvent.ResourceFailed failed)
    {
        _running.Remove(failed.Step.Urn);
        var words = StepWords.Of(failed.Step);
        var reason = _record.Diagnostics.LastOrDefault(
            d => d.Urn == failed.Step.Urn && d.Severity == LogSeverity.Error)?.Message.Split('\n')[0];
        var status = $"**{(words.Doing.Length > 0 ? words.Doing : "checking")} failed**";
        WriteLine($" {words.Prefix} {failed.Step.Type} {Urns.Name(failed.Step.Urn)} {status} "
            + (reason is null ? "" : $"error: {reason}"));
    }

    private void Progress(EngineEvent.Diagnostic progress)
    {
        if (!_running.TryGetValue(progress.Urn, out var row)) return;
        if (_clock.GetElapsedTime(row.LastProgress) < _progressPause) return;
        _running[progress.Urn] = row with { LastProgress = _clock.GetTimestamp() };
        var words = StepWords.Of(row.Step);
        WriteLine($" {words.Prefix} {row.Step.Type} {Urns.Name(row.Step.Urn)} {words.Doing} "
            + $"({StepWords.Whole(_clock.GetElapsedTime(row.Start))}) {progress.Message}");
    }

    private void WriteSummary(EngineEvent.Summary summary)
    {
        if (_stackDone is { Step: var step } done)
        {
            var words = StepWords.Of(step);
            var status = step.Op is StepOp.Same ? ""
                : _isPreview ? words.Plan
                : $"{words.Done} ({StepWords.Time(done.Duration)})";
            WriteStep(step, status);
        }

        _output.Write(_record.End(
            summary, _stack, withDiagnostics: true, _operation == OperationWords.Update && summary.Succeeded));
        if (summary.IsPreview) _output.Write('\n');
        _output.Flush();
    }

    private void WriteStep(StepMetadata step, string status) =>
        WriteLine($" {StepWords.Of(step).Prefix} {step.Type} {Urns.Name(step.Urn)} {status} {DiffText.Keys(step)}");

    private void WriteLine(string line)
    {
        _output.Write(line);
        _output.Write('\n');
        _output.Flush();
        _lastLine = _clock.GetTimestamp();
    }

    private string BeatText() => $"@ {(_isPreview ? _operation.PreviewBeat : _operation.Beat)}....";

    private void Beat()
    {
        lock (_gate)
        {
            if (_clock.GetElapsedTime(_lastLine) < _beat) return;
            var waiting = _running.Values.Where(r => !RunRecord.IsStack(r.Step) && r.Step.Resource.Custom)
                .Select(r => Urns.Name(r.Step.Urn)).Take(3);
            WriteLine($"{BeatText()} {string.Join(", ", waiting)}".TrimEnd());
        }
    }
}

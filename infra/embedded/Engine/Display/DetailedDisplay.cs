using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary><c>--diff</c>: each step with its properties, in the order in which the steps come.</summary>
internal sealed class DetailedDisplay(TextWriter output, OperationWords operation, string stack) : IRunDisplay
{
    private readonly Lock _gate = new();
    private readonly RunRecord _record = new();
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _outputs = new(StringComparer.Ordinal);
    private string _stackOutputs = "";
    private bool _isPreview;

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            _record.Add(engineEvent);
            Write(engineEvent);
            output.Flush();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Write(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case EngineEvent.Prelude prelude:
                _isPreview = prelude.IsPreview;
                output.Write($"{operation.Header(stack, _isPreview)}\n\n");
                break;
            case EngineEvent.ResourcePre { Step: var step } when !step.IsDefaultProvider:
                _parents[step.Urn] = step.Resource.Parent;
                if (step.Op is StepOp.Same or StepOp.Refresh && !RunRecord.IsStack(step)) break;
                _shown.Add(step.Urn);
                output.Write(DiffText.Details(step, Depth(step)));
                break;
            case EngineEvent.ResourceOutputs { Step: var step } when !step.IsDefaultProvider:
                WriteOutputs(step);
                break;
            case EngineEvent.Diagnostic diagnostic when DiagnosticText.IsKept(diagnostic):
                output.Write($"{DiagnosticText.Line(diagnostic).TrimEnd('\n')}\n");
                break;
            case EngineEvent.Summary summary:
                output.Write(_stackOutputs);
                output.Write(_record.End(summary, stack, withDiagnostics: false, showsOutputs: false));
                break;
        }
    }

    private void WriteOutputs(StepMetadata step)
    {
        var text = DiffText.Outputs(step, Depth(step), _isPreview);
        if (RunRecord.IsStack(step)) _stackOutputs = text;
        else if (step.Op is StepOp.Refresh)
        {
            if (text.Length > 0 || step.New is null) output.Write(DiffText.Details(step, Depth(step)) + text);
        }
        else if (text.Length > 0 && _outputs.GetValueOrDefault(step.Urn) != text) output.Write(text);
        _outputs[step.Urn] = text;
    }

    /// <summary>Only ancestors that are shown indent what is below them.</summary>
    private int Depth(StepMetadata step)
    {
        var depth = 0;
        for (var urn = step.Resource.Parent; _parents.TryGetValue(urn, out var parent); urn = parent)
        {
            if (_shown.Contains(urn)) depth++;
        }

        return depth;
    }
}

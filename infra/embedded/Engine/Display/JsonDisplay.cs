using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary><c>--json</c>: one document at the end of the run, in the words of <c>pulumi preview --json</c>.</summary>
internal sealed class JsonDisplay(TextWriter output, OperationWords operation, string stack) : IRunDisplay
{
    private readonly Lock _gate = new();
    private readonly RunRecord _record = new();
    private readonly List<StepMetadata> _steps = [];
    private readonly Dictionary<(string Urn, StepOp Op), int> _places = [];
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private EngineEvent.Prelude? _prelude;

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            _record.Add(engineEvent);
            switch (engineEvent)
            {
                case EngineEvent.Prelude prelude:
                    _prelude = prelude;
                    break;
                case EngineEvent.ResourcePre pre:
                    Keep(pre.Step);
                    break;
                case EngineEvent.ResourceOutputs outputs:
                    Keep(outputs.Step);
                    break;
                case EngineEvent.ResourceFailed failed:
                    Keep(failed.Step);
                    _failed.Add(failed.Step.Urn);
                    break;
                case EngineEvent.Summary summary:
                    output.WriteLine(Document(summary));
                    output.Flush();
                    break;
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Keep(StepMetadata step)
    {
        if (step.IsDefaultProvider) return;
        if (_places.TryGetValue((step.Urn, step.Op), out var place)) _steps[place] = step;
        else
        {
            _places[(step.Urn, step.Op)] = _steps.Count;
            _steps.Add(step);
        }
    }

    private string Document(EngineEvent.Summary summary)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, CheckpointJson.Indented))
        {
            json.WriteStartObject();
            json.WriteString("operation", operation.Name);
            json.WriteString("stack", stack);
            json.WriteBoolean("preview", summary.IsPreview);
            json.WriteString("result", summary.Succeeded ? "succeeded" : "failed");
            json.WriteStartObject("config");
            var config = _prelude?.Config ?? ImmutableSortedDictionary<string, string>.Empty;
            foreach (var (key, value) in config) json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteStartArray("steps");
            foreach (var step in _steps) WriteStep(json, step);
            json.WriteEndArray();
            WriteDiagnostics(json);
            json.WritePropertyName("outputs");
            WriteBag(json, summary.Outputs);
            json.WriteNumber("duration", summary.Duration.Ticks * 100);
            json.WriteStartObject("changeSummary");
            foreach (var (op, count) in summary.Changes) json.WriteNumber(StepWords.Of(op).Detail, count);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private void WriteStep(Utf8JsonWriter json, StepMetadata step)
    {
        json.WriteStartObject();
        json.WriteString("op", StepWords.Of(step).Detail);
        json.WriteString("urn", step.Urn);
        if (_failed.Contains(step.Urn)) json.WriteBoolean("failed", true);
        WriteState(json, "oldState", step.Old);
        WriteState(json, "newState", step.New);
        WriteTexts(json, "replaceReasons", step.ReplaceKeys);
        WriteTexts(json, "diffReasons", step.Diffs);
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, string name, ResourceState? state)
    {
        if (state is null) return;
        json.WriteStartObject(name);
        json.WriteString("urn", state.Urn);
        json.WriteBoolean("custom", state.Custom);
        if (state.Id.Length > 0) json.WriteString("id", state.Id);
        json.WriteString("type", state.Type);
        json.WritePropertyName("inputs");
        WriteBag(json, state.Inputs);
        json.WritePropertyName("outputs");
        WriteBag(json, state.Outputs);
        if (state.Parent.Length > 0) json.WriteString("parent", state.Parent);
        if (state.Protect) json.WriteBoolean("protect", true);
        json.WriteEndObject();
    }

    private void WriteDiagnostics(Utf8JsonWriter json)
    {
        json.WriteStartArray("diagnostics");
        foreach (var diagnostic in _record.Diagnostics)
        {
            json.WriteStartObject();
            if (diagnostic.Urn.Length > 0) json.WriteString("urn", diagnostic.Urn);
            json.WriteString("message", diagnostic.Message);
            json.WriteString("severity", diagnostic.Severity.ToString().ToLowerInvariant());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        if (texts.IsDefaultOrEmpty) return;
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteBag(Utf8JsonWriter json, ImmutableDictionary<string, PropertyValue> bag) =>
        PlainJson.Write(json, bag);
}

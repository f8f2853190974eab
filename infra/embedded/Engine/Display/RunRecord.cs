using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>What every display remembers of a run for the sections at its end.</summary>
internal sealed class RunRecord
{
    public List<EngineEvent.Diagnostic> Diagnostics { get; } = [];
    public string StackUrn { get; private set; } = "";

    /// <summary>The stack's outputs before the run.</summary>
    public ImmutableDictionary<string, PropertyValue>? OldOutputs { get; private set; }

    public static bool IsStack(StepMetadata step) => step.Type == Urns.StackType;

    public void Add(EngineEvent engineEvent)
    {
        if (engineEvent is EngineEvent.Diagnostic diagnostic && DiagnosticText.IsKept(diagnostic))
            Diagnostics.Add(diagnostic);
        if (engineEvent is not EngineEvent.ResourcePre { Step: var step } || !IsStack(step)) return;
        StackUrn = step.Urn;
        OldOutputs ??= step.Old?.Outputs;
    }

    /// <summary>Everything below the steps.</summary>
    public string End(EngineEvent.Summary summary, string stackName, bool withDiagnostics, bool showsOutputs)
    {
        var end = withDiagnostics ? DiagnosticText.Section(Diagnostics, StackUrn, stackName) : "";
        if (showsOutputs) end += SummaryText.Outputs(OldOutputs, summary.Outputs, summary.IsPreview);
        end += SummaryText.Resources(summary);
        return summary.IsPreview ? end : $"{end}\n{SummaryText.Duration(summary.Duration)}\n";
    }
}

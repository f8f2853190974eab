using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>Learns the secrets that pass by and takes them out of every message and id before it is shown.</summary>
internal sealed class RedactedEvents(IEngineEvents target, Redactor redactor) : IEngineEvents
{
    public void Emit(EngineEvent engineEvent)
    {
        Learn(engineEvent);
        target.Emit(engineEvent switch
        {
            EngineEvent.Diagnostic diagnostic => diagnostic with { Message = redactor.Apply(diagnostic.Message) },
            EngineEvent.ResourcePre pre => pre with { Step = Apply(pre.Step) },
            EngineEvent.ResourceOutputs outputs => outputs with { Step = Apply(outputs.Step) },
            EngineEvent.ResourceFailed failed => failed with { Step = Apply(failed.Step) },
            _ => engineEvent,
        });
    }

    /// <summary>An id that a provider made of a secret.</summary>
    private StepMetadata Apply(StepMetadata step) => step with { Old = Apply(step.Old), New = Apply(step.New) };

    private ResourceState? Apply(ResourceState? state) =>
        state is { Id.Length: > 0 } && redactor.Apply(state.Id) is var id && id != state.Id ? state with { Id = id }
            : state;

    private void Learn(EngineEvent engineEvent)
    {
        var step = engineEvent switch
        {
            EngineEvent.ResourcePre pre => pre.Step,
            EngineEvent.ResourceOutputs outputs => outputs.Step,
            EngineEvent.ResourceFailed failed => failed.Step,
            _ => null,
        };
        if (engineEvent is EngineEvent.Summary summary) redactor.Learn(summary.Outputs);
        foreach (var state in new[] { step?.Old, step?.New })
        {
            redactor.Learn(state?.Inputs);
            redactor.Learn(state?.Outputs);
        }
    }
}

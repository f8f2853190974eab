using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Display;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>Ends a run that failed with the words "update failed", or "update canceled" when that is why.</summary>
internal sealed class ClosingEvents(IEngineEvents target, OperationWords words, CancellationToken stop) : IEngineEvents
{
    public void Emit(EngineEvent engineEvent)
    {
        if (engineEvent is EngineEvent.Summary { Succeeded: false } summary)
        {
            var what = summary.IsPreview ? "preview" : words.Name;
            var end = stop.IsCancellationRequested ? "canceled" : "failed";
            target.Emit(new EngineEvent.Diagnostic(LogSeverity.Error, $"{what} {end}", "", IsEphemeral: false));
        }

        target.Emit(engineEvent);
    }
}

using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>Hands events on one at a time and keeps them, for the details that somebody may ask for.</summary>
internal sealed class RecordedEvents(IEngineEvents target) : IEngineEvents
{
    private readonly Lock _gate = new();
    private readonly List<EngineEvent> _events = [];

    public IReadOnlyList<EngineEvent> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public void Emit(EngineEvent engineEvent)
    {
        lock (_gate)
        {
            _events.Add(engineEvent);
            target.Emit(engineEvent);
        }
    }
}

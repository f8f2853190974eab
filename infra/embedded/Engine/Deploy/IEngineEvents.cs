namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Takes the events of a run. Calls come one after another, from any thread, and must be quick.</summary>
internal interface IEngineEvents
{
    void Emit(EngineEvent engineEvent);
}

using RedisInfra.Embedded.Engine.Deploy;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>Shows one run while it goes on; disposing ends it.</summary>
internal interface IRunDisplay : IEngineEvents, IAsyncDisposable;

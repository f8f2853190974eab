namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>
/// How a run is cancelled: with Stop no step starts any more and those under way are told; with Abort the run doesn't
/// wait for them either. Operations cut off so stay pending in the state.
/// </summary>
internal readonly record struct RunTokens(CancellationToken Stop, CancellationToken Abort);

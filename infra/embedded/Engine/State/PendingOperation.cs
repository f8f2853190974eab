namespace RedisInfra.Embedded.Engine.State;

/// <summary>
/// An operation that was started and whose end isn't known: written before the provider is called, taken out after it
/// answered. One that is found at the start of a run says what may exist without the state knowing.
/// </summary>
internal sealed record PendingOperation(ResourceState Resource, OperationType Type);

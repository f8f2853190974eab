namespace RedisInfra.Embedded.Engine.State;

/// <summary>How long each operation of a resource may take; null is the provider's own limit.</summary>
internal sealed record CustomTimeouts(TimeSpan? Create, TimeSpan? Update, TimeSpan? Delete);

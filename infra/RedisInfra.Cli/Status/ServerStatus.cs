namespace RedisInfra.Cli.Status;

/// <summary>A single server as `status` shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ok">Whether its pod is ready, it answers, and what it writes to disk succeeds.</param>
/// <param name="Endpoint">Where clients reach it: "host:port".</param>
/// <param name="PodsReady">How many of its pods are ready: one is all.</param>
/// <param name="Keys">How many keys it holds; null when it doesn't answer.</param>
/// <param name="MemoryBytes">used_memory; null when it doesn't answer.</param>
/// <param name="Persistence">What it writes to disk and how that goes; "" when it doesn't answer.</param>
/// <param name="State">"ok", or what is wrong.</param>
internal sealed record ServerStatus(
    string Name, bool Ok, string Endpoint, int PodsReady, long? Keys, long? MemoryBytes, string Persistence,
    string State);

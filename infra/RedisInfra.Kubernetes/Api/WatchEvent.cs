using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

/// <summary>One report of a watch.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">The object; empty for <see cref="WatchEventKind.Synced"/>.</param>
public sealed record WatchEvent(WatchEventKind Kind, JsonObject Object);

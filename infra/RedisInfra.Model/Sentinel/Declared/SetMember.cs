namespace RedisInfra.Model.Sentinel.Declared;

/// <summary>A server or a Sentinel with a stable name.</summary>
/// <param name="Name">Its pod's name, or another name that stays.</param>
/// <param name="Endpoint">Where it is: "host:port".</param>
public sealed record SetMember(string Name, string Endpoint);

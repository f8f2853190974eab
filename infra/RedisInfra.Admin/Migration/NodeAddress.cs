namespace RedisInfra.Admin.Migration;

/// <summary>Where one node reaches another: its IP, never a name that only we know.</summary>
/// <param name="Host">The IP.</param>
/// <param name="Port">The client port.</param>
internal readonly record struct NodeAddress(string Host, int Port);

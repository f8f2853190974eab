namespace RedisInfra.Admin.Cluster;

/// <summary>A connection to a member, and what it is called there (<c>CLIENT SETNAME</c>).</summary>
/// <param name="Number">Another one for each connection: what was lost and opened again has a new number.</param>
/// <param name="Name">Its name now: not the one that was asked for when somebody else has named it before.</param>
/// <param name="Refusal">Why the server didn't take the name; null when it did.</param>
public readonly record struct NamedConnection(long Number, string Name, string? Refusal = null);

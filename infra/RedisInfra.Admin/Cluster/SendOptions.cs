namespace RedisInfra.Admin.Cluster;

/// <summary>How commands are sent.</summary>
/// <param name="Timeout">From sending to the last reply; null for the access' own.</param>
/// <param name="Aside">Over a second connection, so that they don't wait behind replies that are outstanding.</param>
/// <param name="Connection">
/// Over the connection of that <see cref="NamedConnection.Number"/> or not at all; null for whichever there is.
/// </param>
public readonly record struct SendOptions(TimeSpan? Timeout = null, bool Aside = false, long? Connection = null);

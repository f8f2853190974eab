using Redis.Tests.Servers;

namespace Redis.Tests.Ring;

/// <summary>What kind of servers stand behind a proxy.</summary>
public sealed record PlainServerOptions
{
    /// <summary>An append-only file, written through.</summary>
    public bool KeepsKeys { get; init; }

    /// <summary>One that <see cref="NewerServers"/> knows.</summary>
    public string Version { get; init; } = NewerServers.System;

    /// <summary>What clients, the proxy and the mover sign in with.</summary>
    public string? Password { get; init; }

    /// <summary>A second port with TLS, for the mover: nutcracker doesn't speak it.</summary>
    public bool HasTls { get; init; }
}

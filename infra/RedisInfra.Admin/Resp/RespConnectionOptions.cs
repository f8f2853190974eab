namespace RedisInfra.Admin.Resp;

/// <summary>How to reach and sign in to one server.</summary>
public sealed record RespConnectionOptions
{
    /// <summary>What to call the server in messages: "host:port" or a member's name.</summary>
    public required string Name { get; init; }

    /// <summary>Opens the stream that bytes go over: a socket, a tunnel. Called once.</summary>
    public required Func<CancellationToken, ValueTask<Stream>> Connect { get; init; }

    /// <summary>The host name that TLS checks.</summary>
    public string Host { get; init; } = "";

    /// <summary>TLS, or null for none.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>The ACL user; null for the default user.</summary>
    public string? User { get; init; }

    /// <summary>The password; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>From the start to having signed in. 5 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From sending a command, or a pipeline of them, to the last reply. 5 s by default.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a reply may be at most.</summary>
    public RespLimits Limits { get; init; } = new();

    /// <summary>
    /// Told of what the server sends by itself, in order and before the replies that follow it; the connection then
    /// speaks RESP3. Null for RESP2. It must not wait.
    /// </summary>
    public Action<RespValue>? Push { get; init; }

    /// <summary>The clock of the deadlines.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The name, never the password.</summary>
    public override string ToString() => Name;
}

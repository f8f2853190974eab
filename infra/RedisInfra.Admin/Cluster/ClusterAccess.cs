using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Cluster;

/// <summary>How to sign in to the members, and how long to wait for them.</summary>
public sealed record ClusterAccess
{
    /// <summary>The ACL user; null for the default user.</summary>
    public string? User { get; init; }

    /// <summary>The password; null for none.</summary>
    public string? Password { get; init; }

    /// <summary>TLS, or null for none.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>From the start of a connection to having signed in. 5 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For one command or pipeline. 5 s by default.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Nothing secret.</summary>
    public override string ToString() => $"user {User ?? "default"}{(Tls is null ? "" : ", TLS")}";
}

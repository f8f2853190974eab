namespace RedisInfra.Admin.Resp;

/// <summary>Why a connection can't be used.</summary>
public enum ConnectionFailure
{
    /// <summary>Nothing listens there, or no way leads there.</summary>
    Connect,

    /// <summary>TLS: the certificate, its name, or no TLS at the other end.</summary>
    Tls,

    /// <summary>It was closed, by the peer or by us.</summary>
    Closed,

    /// <summary>No answer within the deadline. Whether the command ran is unknown.</summary>
    TimedOut,

    /// <summary>What came back isn't RESP2, or more than allowed.</summary>
    Protocol,
}

namespace RedisInfra.Model.Observation;

/// <summary>Why a member gave no view.</summary>
public enum SilentReason
{
    /// <summary>No connection, or no answer in time. May pass.</summary>
    Unreachable,

    /// <summary>It loads its data. Passes.</summary>
    Loading,

    /// <summary>It refused the password, the user, or a command that the user may not run. Doesn't pass.</summary>
    AccessDenied,

    /// <summary>It doesn't run with cluster-enabled yes. Doesn't pass.</summary>
    NotClustered,

    /// <summary>TLS failed: name, CA, or one end doesn't speak it. Doesn't pass.</summary>
    TlsFailed,
}

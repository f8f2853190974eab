namespace RedisInfra.Model.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing is stopped.</summary>
    Info,

    /// <summary>Allowed, but likely not what was meant; nothing is stopped.</summary>
    Warning,

    /// <summary>Refused: nothing is touched while it stands.</summary>
    Error,
}

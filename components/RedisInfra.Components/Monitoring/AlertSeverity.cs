namespace RedisInfra.Components.Monitoring;

/// <summary>How bad what an alert says is.</summary>
internal static class AlertSeverity
{
    /// <summary>Clients are hurt, or soon.</summary>
    public const string Critical = "critical";

    /// <summary>Somebody should look today.</summary>
    public const string Warning = "warning";
}

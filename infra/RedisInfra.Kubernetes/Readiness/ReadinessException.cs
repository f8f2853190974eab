using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>Something exists but isn't ready, and the wait was given up.</summary>
public sealed class ReadinessException : Exception
{
    internal ReadinessException(string message, IReadOnlyList<NotReadyReason> reasons, bool isTimeout, JsonObject last)
        : base(message)
    {
        Reasons = reasons;
        IsTimeout = isTimeout;
        Last = last;
    }

    /// <summary>Why it isn't ready.</summary>
    public IReadOnlyList<NotReadyReason> Reasons { get; }

    /// <summary>Whether the time was over; else a reason stayed for longer than its grace.</summary>
    public bool IsTimeout { get; }

    /// <summary>The object as it was last: it exists, so a caller must record it.</summary>
    public JsonObject Last { get; }
}

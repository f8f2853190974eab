namespace Pulumi.Experimental;

public sealed class LogRequest(
    LogSeverity severity, string message, Urn? urn = null, int streamId = 0, bool ephemeral = false)
{
    public LogSeverity Severity { get; } = severity;
    public string Message { get; } = message;

    /// <summary>The resource the message is about; null for the stack.</summary>
    public Urn? Urn { get; } = urn;

    /// <summary>Messages of one stream are shown as one; 0 is none.</summary>
    public int StreamId { get; } = streamId;

    /// <summary>Shown live only: progress.</summary>
    public bool Ephemeral { get; } = ephemeral;
}

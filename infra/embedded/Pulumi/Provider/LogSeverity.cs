namespace Pulumi.Experimental;

public enum LogSeverity
{
    Debug,
    Info,
    Warning,
    Error,
}

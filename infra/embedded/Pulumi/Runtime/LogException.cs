namespace Pulumi;

/// <summary>A message could not be logged.</summary>
public class LogException(Exception exception) : Exception("A message could not be sent to the host.", exception)
{
}

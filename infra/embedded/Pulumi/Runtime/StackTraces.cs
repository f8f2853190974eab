namespace Pulumi;

internal static class StackTraces
{
    private static readonly string[] _machinery = ["   at Pulumi.", "   at System.", "--- End of stack trace"];

    /// <summary>The exception with only the frames of the user's own code.</summary>
    public static string Describe(Exception exception) => string.Join('\n',
        exception.ToString().Split('\n').Select(line => line.TrimEnd('\r')).Where(IsTheirs));

    private static bool IsTheirs(string line) =>
        !_machinery.Any(prefix => line.StartsWith(prefix, StringComparison.Ordinal));
}

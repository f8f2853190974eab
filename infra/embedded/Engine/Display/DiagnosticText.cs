using System.Text;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Display;

/// <summary>Messages of a run, grouped by the resource they are about.</summary>
internal static class DiagnosticText
{
    /// <summary>The Diagnostics section; empty when there is nothing to tell.</summary>
    public static string Section(IEnumerable<EngineEvent.Diagnostic> diagnostics, string stackUrn, string stackName)
    {
        var output = new StringBuilder();
        var groups = diagnostics.Where(IsKept).GroupBy(d => d.Urn.Length == 0 ? stackUrn : d.Urn);
        foreach (var group in groups)
        {
            if (output.Length == 0) output.Append("Diagnostics:\n");
            output.Append("  ").Append(Title(group.Key, stackName)).Append(":\n");
            foreach (var diagnostic in group) AppendLines(output, diagnostic);
            output.Append('\n');
        }

        return output.ToString();
    }

    public static bool IsKept(EngineEvent.Diagnostic diagnostic) =>
        diagnostic is { IsEphemeral: false, Severity: not LogSeverity.Debug };

    /// <summary>"error: …"; an info says itself.</summary>
    public static string Line(EngineEvent.Diagnostic diagnostic) => diagnostic.Severity switch
    {
        LogSeverity.Error => $"error: {diagnostic.Message}",
        LogSeverity.Warning => $"warning: {diagnostic.Message}",
        _ => diagnostic.Message,
    };

    private static void AppendLines(StringBuilder output, EngineEvent.Diagnostic diagnostic)
    {
        foreach (var line in Line(diagnostic).TrimEnd('\n').Split('\n'))
            output.Append("    ").Append(line.TrimEnd('\r')).Append('\n');
    }

    private static string Title(string urn, string stackName) =>
        urn.Length == 0 ? $"{Urns.StackType} ({stackName})" : $"{Urns.Type(urn)} ({Urns.Name(urn)})";
}

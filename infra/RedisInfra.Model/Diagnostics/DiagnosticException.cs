namespace RedisInfra.Model.Diagnostics;

/// <summary>Refuses with every finding at once, one a line. Thrown before anything is touched.</summary>
public sealed class DiagnosticException : Exception
{
    /// <summary>Refuses with <paramref name="diagnostics"/>.</summary>
    public DiagnosticException(params IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>The findings, in the order of their places.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}

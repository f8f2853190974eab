using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Clusters.Arguments;

/// <summary>What is wrong with a command line: all of it is said at once.</summary>
internal sealed class Findings
{
    private readonly List<Diagnostic> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(string code, string option, string what, string why, string fix) =>
        Add(new Diagnostic(code, option, what, why, fix));

    public void Add(Diagnostic found) => _found.Add(found);

    /// <exception cref="DiagnosticException">Something was found.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw new DiagnosticException(_found);
        }
    }
}

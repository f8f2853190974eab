using System.Collections.Immutable;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>One operation on a stack that is about to start, for whoever has to prepare something.</summary>
internal sealed class StackRun(
    string operation, string project, string stack, string projectRoot, ImmutableDictionary<string, string> config,
    bool yes, bool isTerminal, Action<string> tell)
{
    /// <summary>"up", "preview", "refresh" or "destroy".</summary>
    public string Operation => operation;

    public string Project => project;
    public string Stack => stack;
    public string ProjectRoot => projectRoot;

    /// <summary>The stack's configuration: texts by full key, secrets decrypted.</summary>
    public ImmutableDictionary<string, string> Config => config;

    /// <summary>Values for keys that no file sets, such as images that a local cluster supplies.</summary>
    public Dictionary<string, string> ConfigDefaults { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether --yes was given: nothing may be asked.</summary>
    public bool Yes => yes;

    public bool IsTerminal => isTerminal;

    /// <summary>Tells the user one line; with --json it goes to the error stream.</summary>
    public void Tell(string line) => tell(line);
}

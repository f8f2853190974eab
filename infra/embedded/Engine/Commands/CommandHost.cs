using RedisInfra.Embedded.Engine.Projects;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>
/// What the commands see of the machine: streams, variables, the clock, and whether somebody sits there.
/// </summary>
internal sealed record CommandHost(
    TextReader In, TextWriter Out, TextWriter Error, bool IsTerminal, Func<string, string?> Variable,
    string ConfigFolder, TimeProvider Clock)
{
    public static CommandHost OfProcess() => new(
        Console.In, Console.Out, Console.Error, !Console.IsInputRedirected && !Console.IsOutputRedirected,
        Environment.GetEnvironmentVariable, PassphraseSource.ConfigFolder(Environment.GetEnvironmentVariable),
        TimeProvider.System);

    public PassphraseSource Passphrases => new(Variable, ConfigFolder, new TerminalPrompt(this));
}

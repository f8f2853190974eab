using System.CommandLine;
using RedisInfra.Cli.Common;
using Spectre.Console;

namespace RedisInfra.Cli.Hosts;

/// <summary>up, preview, refresh, destroy, stack, config …: handed to the Pulumi CLI as they are.</summary>
internal static class HostCommands
{
    private static readonly (string Verb, string Help)[] Verbs =
    [
        ("up", "Create or update the resources of a stack."),
        ("preview", "Show what up would do."),
        ("refresh", "Bring the state in line with what exists."),
        ("destroy", "Delete the resources of a stack."),
        ("import", "Adopt an existing resource."),
        ("cancel", "Remove the lock of an operation that died."),
        ("stack", "Stacks and their outputs."),
        ("config", "A stack's configuration."),
    ];

    public static IEnumerable<Command> Create(IAnsiConsole console)
    {
        _ = console;
        return Verbs.Select(v => Pass(v.Verb, v.Help));
    }

    private static Command Pass(string verb, string help)
    {
        var rest = new Argument<string[]>("arguments") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(verb, help + " Runs pulumi.") { rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, token) => Child.RunAttachedAsync(
            "pulumi", [verb, .. parsed.GetValue(rest) ?? [], .. parsed.UnmatchedTokens], ProjectFolder.Of(parsed),
            token));
        return command;
    }
}

using RedisInfra.Embedded.Engine.Projects;
using Spectre.Console;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>Asks for a passphrase on the terminal, without showing it.</summary>
internal sealed class TerminalPrompt(CommandHost host) : IPassphrasePrompt
{
    public bool CanAsk => host.IsTerminal;

    public Task<string> AskAsync(string question, CancellationToken cancellationToken) =>
        new TextPrompt<string>(question.EscapeMarkup()).Secret(null).AllowEmpty()
            .ShowAsync(AnsiConsole.Console, cancellationToken);

    public void Tell(string message) => host.Error.WriteLine(message);
}

using Spectre.Console;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>A question before something that can't be undone.</summary>
internal static class Confirmation
{
    public const string YesNeeded = "--yes must be passed in to proceed when running in non-interactive mode";

    /// <exception cref="CommandRefusedException">Nobody is there to answer.</exception>
    public static async Task<bool> AskAsync(
        CommandHost host, string question, bool yes, CancellationToken cancellationToken)
    {
        if (yes) return true;
        if (!host.IsTerminal) throw new CommandRefusedException(YesNeeded);
        return await ChooseAsync(question, ["yes", "no"], cancellationToken) == "yes";
    }

    /// <summary>One of <paramref name="answers"/>, picked on the terminal.</summary>
    public static Task<string> ChooseAsync(
        string question, IEnumerable<string> answers, CancellationToken cancellationToken) =>
        new SelectionPrompt<string>().Title(question.EscapeMarkup()).AddChoices(answers)
            .ShowAsync(AnsiConsole.Console, cancellationToken);
}

using System.Text.Json;
using RedisInfra.Cli.Common;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.Commands;

/// <summary>
/// Where a cluster command writes: people get tables and lines; with --json the standard output is one document and
/// what happens meanwhile goes to the standard error.
/// </summary>
/// <param name="Console">The terminal, or plain lines.</param>
/// <param name="Out">The standard output.</param>
/// <param name="Error">The standard error.</param>
/// <param name="IsJson">Whether one document is wanted.</param>
internal sealed record CommandOutput(IAnsiConsole Console, TextWriter Out, TextWriter Error, bool IsJson)
{
    /// <summary>Whether somebody watches.</summary>
    public bool IsLive => !IsJson && Console.Profile.Capabilities.Interactive;

    /// <summary>A line about what happens.</summary>
    public void Say(string line)
    {
        if (IsJson)
        {
            Error.WriteLine(line);
        }
        else
        {
            Console.WriteLine(line);
        }
    }

    /// <summary>The document, when one is wanted.</summary>
    public void Write(object document)
    {
        if (IsJson)
        {
            Out.WriteLine(JsonSerializer.Serialize(document, JsonText.Options));
        }
    }

    /// <summary>Asks whoever sits there.</summary>
    /// <exception cref="RefusedException">Nobody does.</exception>
    public async Task<bool> ConfirmAsync(string question, CancellationToken cancellationToken)
    {
        if (!IsLive || System.Console.IsInputRedirected)
        {
            throw new RefusedException("RI6046 nobody is there to agree to this plan, and --yes isn't given. Look at "
                + "the plan and run the command again with --yes.");
        }

        return await new ConfirmationPrompt(Markup.Escape(question)) { DefaultValue = false }
            .ShowAsync(Console, cancellationToken);
    }
}

using RedisInfra.Embedded.Engine.Display;
using Spectre.Console;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>The display that fits the flags and the terminal.</summary>
internal static class DisplayChoice
{
    public static IRunDisplay Make(CommandHost host, OperationWords words, string stack, bool json, bool diff)
    {
        if (json) return new JsonDisplay(host.Out, words, stack);
        if (diff) return new DetailedDisplay(host.Out, words, stack);
        return host.IsTerminal && AnsiConsole.Console.Profile.Capabilities is { Ansi: true, Interactive: true }
            ? new TreeDisplay(AnsiConsole.Console, words, stack, host.Clock)
            : new PlainDisplay(host.Out, words, stack, host.Clock);
    }
}

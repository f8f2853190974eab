using Spectre.Console;

namespace RedisInfra.Cli.Common;

/// <summary>The console: colours and live lines on a terminal, plain lines that never wrap elsewhere.</summary>
internal static class Terminal
{
    private const int NoWrap = 10_000;

    public static IAnsiConsole Open()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        return Plain(Console.Out);
    }

    public static IAnsiConsole Plain(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = NoWrap;
        return console;
    }
}

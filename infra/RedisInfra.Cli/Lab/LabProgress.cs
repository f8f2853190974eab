using RedisInfra.Cli.Common;
using Spectre.Console;

namespace RedisInfra.Cli.Lab;

/// <summary>Shows the scripts' lines: on a terminal one live line with the time taken, elsewhere each line.</summary>
internal static class LabProgress
{
    public static async Task<int> ShowAsync(
        IAnsiConsole console,
        Func<Action<string>, CancellationToken, Task<int>> work,
        CancellationToken cancellationToken)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            return await work(console.WriteLine, cancellationToken);
        }

        var last = new List<string>();
        var exit = await console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new ElapsedTimeColumn(), new TaskDescriptionColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask("lab", maxValue: double.MaxValue);
                return await work(
                    line =>
                    {
                        task.Description = Markup.Escape(line);
                        last.Add(line);
                    },
                    cancellationToken);
            });
        // What stays on the screen: the last line when all went well, everything else when not.
        foreach (var line in exit == ExitCodes.Done ? last.TakeLast(1) : last)
        {
            console.WriteLine(line);
        }

        return exit;
    }
}

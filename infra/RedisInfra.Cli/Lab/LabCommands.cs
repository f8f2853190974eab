using System.CommandLine;
using RedisInfra.Cli.Common;
using Spectre.Console;

namespace RedisInfra.Cli.Lab;

/// <summary><c>redisinfra lab up | down | status | check</c>.</summary>
internal static class LabCommands
{
    public static Command Create(IAnsiConsole console)
    {
        var lab = new Command("lab", "A real single-node Kubernetes on this machine, made of Debian packages.");
        lab.Add(Up(console));
        lab.Add(Down(console));
        lab.Add(Status(console));
        lab.Add(Check(console));
        return lab;
    }

    private static Command Up(IAnsiConsole console)
    {
        var command = new Command("up", "Make the lab where there is none (about 9 minutes, once) and start it.");
        command.SetAction((_, token) => LabProgress.ShowAsync(console, LabScripts.UpAsync, token));
        return command;
    }

    private static Command Down(IAnsiConsole console)
    {
        var wipe = new Option<bool>("--wipe") { Description = "Forget its objects and volumes too." };
        var command = new Command("down", "Stop the lab; objects and volumes stay.") { wipe };
        command.SetAction((parsed, token) => LabProgress.ShowAsync(
            console, (line, t) => LabScripts.DownAsync(parsed.GetValue(wipe), line, t), token));
        return command;
    }

    private static Command Status(IAnsiConsole console)
    {
        var command = new Command("status", "What runs of the lab. Exit code 0: up, 1: not, 3: impossible here.");
        command.SetAction((_, token) => LabScripts.StatusAsync(console.WriteLine, token));
        return command;
    }

    private static Command Check(IAnsiConsole console)
    {
        var command = new Command("check", "Whether this machine can hold a lab. Exit code 3: no, with the reason.");
        command.SetAction(async (_, token) =>
        {
            var obstacle = await LabScripts.FindObstacleAsync(token);
            console.WriteLine(obstacle ?? "lab: possible here");
            return obstacle is null ? ExitCodes.Done : ExitCodes.Impossible;
        });
        return command;
    }
}

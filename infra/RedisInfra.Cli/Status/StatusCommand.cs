using System.CommandLine;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Hosts;
using Spectre.Console;

namespace RedisInfra.Cli.Status;

/// <summary><c>redisinfra status [--stack S] [--json]</c>: exit code 1 when something isn't ok.</summary>
internal static class StatusCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var stack = new Option<string?>("--stack", "-s") { Description = "The stack. Default: the selected one." };
        var json = new Option<bool>("--json", "-j") { Description = "One JSON document." };
        var command = new Command("status", "The Redis of a stack as it is.")
        {
            stack, json,
        };
        command.SetAction(async (parsed, token) =>
        {
            var records = await HostState.ReadAsync(
                console, ProjectFolder.Of(parsed), parsed.GetValue(stack), token);
            var status = await StackStatus.ReadAsync(records, token);
            if (parsed.GetValue(json))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(StatusView.ToJson(status));
            }
            else
            {
                StatusView.Show(console, status);
            }

            return status.Ok ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }
}

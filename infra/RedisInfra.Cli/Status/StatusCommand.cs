using System.CommandLine;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Hosts;
using Spectre.Console;

namespace RedisInfra.Cli.Status;

/// <summary><c>redisinfra status [--stack S] [--json]</c>: exit code 1 when a cluster isn't ok.</summary>
internal static class StatusCommand
{
    public static Command Create(IAnsiConsole console)
    {
        var stack = new Option<string?>("--stack", "-s") { Description = "The stack. Default: the selected one." };
        var json = new Option<bool>("--json", "-j") { Description = "One JSON document." };
        var command = new Command("status", "The clusters of a stack as they are: nodes, roles, slots, keys, lag.")
        {
            stack, json,
        };
        command.SetAction(async (parsed, token) =>
        {
            var records = await HostState.ReadTopologiesAsync(
                console, ProjectFolder.Of(parsed), parsed.GetValue(stack), token);
            var clusters = await Task.WhenAll(records.Select(r => ClusterStatusReader.ReadAsync(r, token)));
            if (parsed.GetValue(json))
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(StatusView.ToJson(clusters));
            }
            else if (clusters.Length == 0)
            {
                console.WriteLine("The stack has no Redis cluster.");
            }
            else
            {
                StatusView.Show(console, clusters);
            }

            return clusters.All(c => c.Ok) ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }
}

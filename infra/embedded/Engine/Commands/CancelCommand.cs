using System.CommandLine;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary><c>cancel</c>: removes the locks of a stack.</summary>
internal static class CancelCommand
{
    public static Command Create(CommandRunner runner)
    {
        var stackArgument = new Argument<string?>("stack")
        {
            Arity = ArgumentArity.ZeroOrOne, Description = "The stack. Default: the selected one.",
        };
        var stackOption = CommandRunner.StackOption();
        var yes = UpdateFlags.YesOption();
        var command = new Command("cancel", "Remove the lock of an operation that died.") { stackArgument, stackOption,
            yes };
        runner.On(command, async (parsed, workspace, cancellationToken) =>
        {
            var stack = workspace.Resolve(
                parsed.GetValue(stackArgument) ?? parsed.GetValue(stackOption), mayCreate: true);
            var question = $"This removes the lock of '{stack}', whoever holds it. An update that still runs would "
                + $"then race "
                + "with the next one. Do you want to do it?";
            if (!await Confirmation.AskAsync(runner.Host, question, parsed.GetValue(yes), cancellationToken))
                return ExitCode.Failed;
            var broken = StackLock.Break(workspace.Backend.Paths, stack);
            foreach (var holder in broken) await runner.Host.Out.WriteLineAsync($"Removed the lock of {holder}");
            await runner.Host.Out.WriteLineAsync(
                broken.Count > 0
                    ? $"The currently running update for '{stack}' has been canceled!"
                    : $"Nothing holds '{stack}'.");
            return ExitCode.Done;
        });
        return command;
    }
}

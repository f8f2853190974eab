using System.CommandLine;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>Gives each command its workspace, and turns what it throws into words and an exit code.</summary>
internal sealed class CommandRunner(ProgramSource program, CommandHost host)
{
    public ProgramSource Program => program;
    public CommandHost Host => host;

    public static Option<string?> StackOption() =>
        new("--stack", "-s") { Description = "The stack to work on. Default: the selected one." };

    public void On(
        Command command, Func<ParseResult, Workspace, CancellationToken, Task<int>> action) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(
            token => action(parsed, new Workspace(RootOf(parsed), host), token), cancellationToken));

    private string RootOf(ParseResult parsed) => program.OtherRoot?.Invoke(parsed) ?? program.ProjectRoot;

    private async Task<int> RunAsync(Func<CancellationToken, Task<int>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action(cancellationToken);
        }
        catch (CommandRefusedException e)
        {
            await host.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Refused;
        }
        catch (DiagnosticException e)
        {
            foreach (var finding in e.Diagnostics) await host.Error.WriteLineAsync($"error: {finding}");
            return ExitCode.Refused;
        }
        catch (FormatException e)
        {
            await host.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Refused;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await host.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await host.Error.WriteLineAsync("error: cancelled");
            return ExitCode.Failed;
        }
    }
}

using System.CommandLine;
using RedisInfra.Admin.Departure;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Migration;
using RedisInfra.Admin.Repair;
using RedisInfra.Admin.Resp;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Admin.Sentinel;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters.Commands;

/// <summary>
/// Runs a cluster command: what it throws becomes an exit code, a message, and with --json a document.
/// </summary>
internal static class CommandRun
{
    public static async Task<int> RunAsync(
        IAnsiConsole console, ParseResult parsed, bool isJson, TimeSpan? timeout,
        Func<CommandOutput, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        var output = new CommandOutput(
            console, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, isJson);
        using var limit = timeout is { } time ? new CancellationTokenSource(time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await work(output, either.Token);
        }
        catch (Exception exception) when (Outcome(exception, limit.IsCancellationRequested) is { } outcome)
        {
            output.Error.WriteLine($"error: {outcome.Message}");
            output.Write(Document(exception, outcome.Message));
            return outcome.ExitCode;
        }
    }

    /// <summary>What an exception means to the user; null for a bug of ours.</summary>
    private static (int ExitCode, string Message)? Outcome(Exception exception, bool isLate) => exception switch
    {
        DiagnosticException or RefusedException => (ExitCodes.Refused, exception.Message),
        OperationCanceledException when isLate => (ExitCodes.Failed, "not done within --timeout"),
        OperationCanceledException => (ExitCodes.Failed, "cancelled"),
        RingMoveStoppedException or MoveStoppedException or DrainStoppedException or RepairStoppedException
            or FormationFailedException or SentinelStoppedException or RedisConnectionException or RedisErrorException
            or TimeoutException or IOException => (ExitCodes.Failed, exception.Message),
        _ => null,
    };

    private static object Document(Exception exception, string message)
    {
        var progress = (exception as MoveStoppedException)?.Progress;
        return new
        {
            Error = message,
            Diagnostics = JsonText.Of((exception as DiagnosticException)?.Diagnostics ?? []),
            Done = progress is null ? null : new { Slots = progress.SlotsDone, Keys = progress.KeysDone },
            Left = progress is null ? null : new
            {
                Slots = progress.SlotsTotal - progress.SlotsDone,
                Keys = Math.Max(0, progress.KeysTotal - progress.KeysDone),
            },
        };
    }
}

using System.CommandLine;
using RedisInfra.Cli;
using RedisInfra.Cli.Common;
using RedisInfra.Model.Diagnostics;

try
{
    var parsed = Root.Create(Terminal.Open()).Parse(args);
    using var interrupts = new Interrupts();
    var exit = await parsed.InvokeAsync(
        // Null: the parser's own handler would end the process two seconds after Ctrl-C, in the middle of an update.
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
        interrupts.Token);
    return parsed.Errors.Count > 0 ? ExitCodes.Refused : exit;
}
catch (Exception refused) when (refused is DiagnosticException or RefusedException)
{
    Console.Error.WriteLine($"error: {refused.Message}");
    return ExitCodes.Refused;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("error: cancelled");
    return ExitCodes.Failed;
}
catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"error: {failed.Message}");
    return ExitCodes.Failed;
}
catch (Exception bug)
{
    Console.Error.WriteLine($"bug in RedisInfra: {bug}");
    return ExitCodes.Failed;
}

using RedisInfra.Cli.Common;
using Spectre.Console;

namespace RedisInfra.Cli.Hosts;

/// <summary>The engine is the Pulumi CLI's here: not ours to measure.</summary>
internal static class HostBench
{
    public static Task<int> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        console.WriteLine("bench preview measures the embedded engine, and this program is compiled for the Pulumi "
            + "CLI.");
        return Task.FromResult(ExitCodes.Refused);
    }
}

using RedisInfra.Cli.Hosts.Bench;
using Spectre.Console;

namespace RedisInfra.Cli.Hosts;

/// <summary>The bench of the host that this program is compiled for.</summary>
internal static class HostBench
{
    public static Task<int> RunAsync(IAnsiConsole console, CancellationToken cancellationToken) =>
        EngineBench.RunAsync(console, TimeProvider.System, cancellationToken);
}

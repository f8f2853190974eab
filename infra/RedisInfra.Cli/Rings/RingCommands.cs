using System.CommandLine;
using Spectre.Console;

namespace RedisInfra.Cli.Rings;

/// <summary><c>redisinfra ring plan | verify | rebalance</c>.</summary>
internal static class RingCommands
{
    /// <param name="console">Where people read.</param>
    /// <param name="variable">Reads an environment variable: the password may be in one.</param>
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var ring = new Command("ring", "The Redis servers behind a twemproxy (nutcracker): what moves when its "
            + "configuration changes, moving it, and whether every key is where the proxies look for it.");
        ring.Add(RingPlanCommand.Create(console, variable));
        ring.Add(RingVerifyCommand.Create(console, variable));
        ring.Add(RingRebalanceCommand.Create(console, variable));
        return ring;
    }
}

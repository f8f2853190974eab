using System.CommandLine;
using RedisInfra.Cli.Clusters.Checking;
using RedisInfra.Cli.Clusters.Creating;
using RedisInfra.Cli.Clusters.Moving;
using RedisInfra.Cli.Clusters.Repairing;
using Spectre.Console;

namespace RedisInfra.Cli.Clusters;

/// <summary><c>redisinfra cluster create | plan | rebalance | drain | check | repair</c>.</summary>
internal static class ClusterCommands
{
    /// <param name="console">Where people read.</param>
    /// <param name="variable">Reads an environment variable: the password may be in one.</param>
    public static Command Create(IAnsiConsole console, Func<string, string?> variable)
    {
        var cluster = new Command("cluster", "Any Redis Cluster, with or without Kubernetes: made, planned, "
            + "rebalanced, drained, checked and repaired without losing a key.");
        cluster.Add(CreateCommand.Create(console, variable));
        cluster.Add(PlanCommand.Create(console, variable));
        cluster.Add(RebalanceCommand.Create(console, variable));
        cluster.Add(DrainCommand.Create(console, variable));
        cluster.Add(CheckCommand.Create(console, variable));
        cluster.Add(RepairCommand.Create(console, variable));
        return cluster;
    }
}

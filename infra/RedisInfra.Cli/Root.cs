using System.CommandLine;
using RedisInfra.Cli.Bench;
using RedisInfra.Cli.Clusters;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Hosts;
using RedisInfra.Cli.Lab;
using RedisInfra.Cli.Rings;
using RedisInfra.Cli.Sentinels;
using RedisInfra.Cli.Status;
using RedisInfra.Cli.Testing;
using Spectre.Console;

namespace RedisInfra.Cli;

/// <summary>All commands.</summary>
internal static class Root
{
    public static RootCommand Create(IAnsiConsole console)
    {
        var root = new RootCommand("Redis on Kubernetes, grown, shrunk, healed and rotated without losing a key.");
        root.Add(ProjectFolder.Option);
        foreach (var command in HostCommands.Create(console))
        {
            root.Add(command);
        }

        root.Add(StatusCommand.Create(console));
        root.Add(ClusterCommands.Create(console, Environment.GetEnvironmentVariable));
        root.Add(RingCommands.Create(console, Environment.GetEnvironmentVariable));
        root.Add(SentinelCommands.Create(console, Environment.GetEnvironmentVariable));
        root.Add(LabCommands.Create(console));
        root.Add(TestCommand.Create(console));
        root.Add(BenchCommand.Create(console));
        return root;
    }
}

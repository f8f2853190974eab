using System.CommandLine;
using RedisInfra.Admin.Bench;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Hosts;
using Spectre.Console;

namespace RedisInfra.Cli.Bench;

/// <summary><c>redisinfra bench create | rebalance | ring | plan | preview</c>.</summary>
internal static class BenchCommand
{
    private const int DefaultRounds = 3;
    private const int PlanRounds = 20;

    public static Command Create(IAnsiConsole console)
    {
        var bench = new Command("bench", "Measurements.");
        bench.Add(Formation(console));
        bench.Add(RebalanceBenchCommand.Create(console));
        bench.Add(RingBenchCommand.Create(console));
        bench.Add(Planning(console));
        var preview = new Command("preview", "What the engine itself costs: preview and up of 1,000 resources.");
        preview.SetAction((_, token) => HostBench.RunAsync(console, token));
        bench.Add(preview);
        return bench;
    }

    private static Command Planning(IAnsiConsole console)
    {
        var plan = new Command("plan", "Planning what a master that joined is to get, up to 1,000 masters.");
        plan.SetAction((_, token) =>
        {
            foreach (var result in PlanBench.Run(PlanBench.DefaultSizes, PlanRounds, token))
            {
                console.WriteLine($"{result}");
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return plan;
    }

    private static Command Formation(IAnsiConsole console)
    {
        var rounds = new Option<int>("--rounds")
        {
            Description = "How often each cluster is formed by each.",
            DefaultValueFactory = _ => DefaultRounds,
        };
        var create = new Command("create", "Forming clusters of 6 and 12 nodes, beside redis-cli --cluster create.")
        {
            rounds,
        };
        create.SetAction(async (parsed, token) =>
        {
            await ClusterCreateBench.RunAsync(
                ClusterCreateBench.DefaultSizes, parsed.GetValue(rounds), console.WriteLine, token);
            return ExitCodes.Done;
        });
        return create;
    }
}

using System.Diagnostics;

namespace RedisInfra.Admin.Bench;

/// <summary>What moves slots in a measurement: ours, or redis-cli with or without a pipeline.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="OnlyWithLoad">Whether it says something only beside clients.</param>
/// <param name="Out">Moves slots to the empty masters; takes an endpoint of the cluster.</param>
/// <param name="In">Moves all slots away from a master; takes another endpoint, and the master's and its id.</param>
internal sealed record BenchMover(
    string Name, bool OnlyWithLoad, Func<string, ProcessStartInfo> Out,
    Func<string, string, string, ProcessStartInfo> In)
{
    public const string Ours = "ours";
    public const string Gentle = "ours, gentle";
    public const string RedisCli = "redis-cli";
    public const string Pipeline = "redis-cli, pipeline 1000";

    public static IReadOnlyList<BenchMover> All(RebalanceBenchOptions options) =>
    [
        OfOurs(Ours, onlyWithLoad: false, options),
        OfOurs(Gentle, onlyWithLoad: true, options, "--gentle"),
        OfRedisCli(RedisCli, options),
        OfRedisCli(Pipeline, options, "--cluster-pipeline", "1000"),
    ];

    private static BenchMover OfOurs(
        string name, bool onlyWithLoad, RebalanceBenchOptions options, params string[] extra) => new(
        name, onlyWithLoad,
        any => Run(options, ["cluster", "rebalance", "--nodes", any, "--yes", "--json", .. extra]),
        (any, leaving, _) => Run(options,
            ["cluster", "drain", "--nodes", any, "--leaving", leaving, "--keep", "--yes", "--json", .. extra]));

    private static ProcessStartInfo Run(RebalanceBenchOptions options, IEnumerable<string> arguments) =>
        new(options.OurProgram[0], [.. options.OurProgram.Skip(1), .. arguments]);

    private static BenchMover OfRedisCli(string name, RebalanceBenchOptions options, params string[] extra) => new(
        name, OnlyWithLoad: false,
        any => options.Build.Command("redis-cli",
            ["--cluster", "rebalance", any, "--cluster-use-empty-masters", "--cluster-yes", .. extra]),
        (any, _, id) => options.Build.Command("redis-cli",
            ["--cluster", "rebalance", any, "--cluster-weight", $"{id}=0", "--cluster-yes", .. extra]));
}

using System.CommandLine;
using RedisInfra.Admin.Bench;
using RedisInfra.Cli.Common;

namespace RedisInfra.Cli.Bench;

/// <summary>What benches that move keys between servers let one choose.</summary>
internal sealed class ServerBenchOptions
{
    private static readonly string[] Builds = ["system", "8.0", "8.6", "valkey"];
    private static readonly string[] Loads = ["both", "on", "off"];

    /// <param name="servers">What is started, for the help text.</param>
    public ServerBenchOptions(string servers)
    {
        Server = new Option<string>("--server")
        {
            Description = $"{servers}: what is on the PATH, or one that infra/lab/servers.sh has.",
            DefaultValueFactory = _ => Builds[0],
        };
        Server.AcceptOnlyFromAmong(Builds);
        Load.AcceptOnlyFromAmong(Loads);
    }

    public Option<string> Server { get; }

    public Option<string> Load { get; } = new("--load")
    {
        Description = "Without clients, with them, or both.",
        DefaultValueFactory = _ => Loads[0],
    };

    public Option<bool> Json { get; } = new("--json", "-j") { Description = "One JSON document." };

    public ServerBuild Build(ParseResult parsed) => parsed.GetValue(Server) is { } build && build != Builds[0]
        ? new ServerBuild(build, Path.Combine(Repository.Root, "infra", "lab", "servers.sh")) : ServerBuild.System;

    public bool WithLoad(ParseResult parsed) => parsed.GetValue(Load) != "off";

    public bool WithoutLoad(ParseResult parsed) => parsed.GetValue(Load) != "on";
}

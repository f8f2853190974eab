using System.CommandLine;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Deploy;
using RedisInfra.Embedded.Engine.Commands;
using Spectre.Console;

namespace RedisInfra.Cli.Hosts;

/// <summary>up, preview, refresh, destroy, stack, config …: the engine in this process carries them out.</summary>
internal static class HostCommands
{
    public static IEnumerable<Command> Create(IAnsiConsole console)
    {
        var guard = new ClusterGuard(new ClusterProbe(console));
        var program = new ProgramSource(
            Repository.Root,
            () => EntryPoint.RunAsync("RedisInfra.Stacks"),
            new Dictionary<string, Func<Task<int>>>
            {
                ["redisinfra"] = () => EntryPoint.RunAsync("pulumi-resource-redisinfra"),
            })
        {
            OtherRoot = ProjectFolder.Named,
            BeforeDeploy = (run, token) => PrepareAsync(guard, run, token),
        };
        return EngineCommands.Create(program);
    }

    private static async Task PrepareAsync(ClusterGuard guard, StackRun run, CancellationToken cancellationToken)
    {
        var request = new ClusterRequest(
            run.Operation, run.Config.GetValueOrDefault("kubernetes:kubeconfig"),
            run.Config.GetValueOrDefault("kubernetes:context"), run.Yes, run.IsTerminal, run.Tell);
        var context = await guard.EnsureAsync(request, cancellationToken);
        if (ContextImages.Find(context) is { } images && !run.Config.ContainsKey(ContextImages.ConfigKey))
        {
            run.ConfigDefaults[ContextImages.ConfigKey] = images;
            run.Tell($"Images come from the kubeconfig's context \"{context!.Name}\": {images}");
        }
    }
}

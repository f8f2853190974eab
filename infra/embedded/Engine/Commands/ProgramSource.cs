using System.CommandLine;

namespace RedisInfra.Embedded.Engine.Commands;

/// <summary>
/// What the commands run: a project's folder and the entry points that the Pulumi CLI would start as processes.
/// </summary>
/// <param name="ProjectRoot">The folder of Pulumi.yaml.</param>
/// <param name="Main">Calls the program's entry point; its exit code.</param>
/// <param name="Providers">By package name: calls the provider's entry point, which ends in Provider.Serve.</param>
internal sealed record ProgramSource(
    string ProjectRoot, Func<Task<int>> Main, IReadOnlyDictionary<string, Func<Task<int>>> Providers)
{
    /// <summary>The project's folder when a command line names another than <see cref="ProjectRoot"/>.</summary>
    public Func<ParseResult, string?>? OtherRoot { get; init; }

    /// <summary>
    /// Called before a program or provider runs, once its configuration is known: up, preview, refresh, destroy.
    /// </summary>
    public Func<StackRun, CancellationToken, Task>? BeforeDeploy { get; init; }
}

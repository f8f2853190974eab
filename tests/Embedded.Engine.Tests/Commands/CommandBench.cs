using System.CommandLine;
using Embedded.Engine.Tests.Deploy;
using Pulumi;
using Pulumi.Experimental.Provider;
using RedisInfra.Embedded.Engine.Commands;
using RedisInfra.Embedded.Engine.Projects;

namespace Embedded.Engine.Tests.Commands;

/// <summary>A temporary project with a program and a provider in memory, and the commands that run them.</summary>
internal sealed class CommandBench : IDisposable
{
    public const string Passphrase = "test passphrase";

    public CommandBench()
    {
        Folder.Write("Pulumi.yaml", "name: prog\nruntime: dotnet\n");
        Folder.Write("Pulumi.dev.yaml", "config:\n  prog:size: 3 # of the thing\n");
        Variables[PassphraseSource.TextVariable] = Passphrase;
    }

    public TempFolder Folder { get; } = new();
    public FakeCloud Cloud { get; } = new();
    public Dictionary<string, string> Variables { get; } = [];
    public Action Program { get; set; } = () => { };

    /// <summary>A program with outputs, in place of <see cref="Program"/>.</summary>
    public Func<Dictionary<string, object?>>? Outputs { get; set; }

    public Func<StackRun, CancellationToken, Task>? BeforeDeploy { get; set; }

    /// <summary>Why the provider refuses inputs.</summary>
    public Func<CheckRequest, IEnumerable<CheckFailure>> Refuses { get; set; } = _ => [];

    /// <summary>What the last command printed.</summary>
    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";
    public string All => Out + Error;
    public string State => File.ReadAllText(Folder[".pulumi/stacks/prog/dev.json"]);

    public void Dispose() => Folder.Dispose();

    /// <summary>Runs a command line; its exit code.</summary>
    public async Task<int> RunAsync(string line, string input = "", CancellationToken token = default)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var host = new CommandHost(
            new StringReader(input), output, error, IsTerminal: false, Variables.GetValueOrDefault, Folder["home"],
            TimeProvider.System);
        var providers = new Dictionary<string, Func<Task<int>>> { ["fake"] = ServeAsync };
        Func<Task<int>> main = Outputs is { } outputs
            ? () => Deployment.RunAsync(() => (IDictionary<string, object?>)outputs())
            : () => Deployment.RunAsync(() => Program());
        var source = new ProgramSource(Folder.Path, main, providers)
        {
            BeforeDeploy = BeforeDeploy,
        };
        var root = new RootCommand();
        foreach (var command in EngineCommands.Create(source, host)) root.Add(command);
        var parsed = root.Parse(line);
        var exit = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = null }, token);
        (Out, Error) = (output.ToString(), error.ToString());
        return exit;
    }

    /// <summary>A command that must succeed; what it printed.</summary>
    public async Task<string> DoAsync(string line, string input = "")
    {
        var exit = await RunAsync(line, input);
        Assert.True(exit == 0, $"{line}: exit code {exit}\n{All}");
        return Out;
    }

    private async Task<int> ServeAsync()
    {
        await Provider.Serve([], "1.0.0", _ => new FakeProvider(Cloud) { Refuses = Refuses }, default);
        return 0;
    }
}

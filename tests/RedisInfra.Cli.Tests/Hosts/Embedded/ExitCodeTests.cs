using RedisInfra.Cli.Common;

namespace RedisInfra.Cli.Tests.Hosts.Embedded;

/// <summary>The whole command line as a process of its own, where no Kubernetes answers.</summary>
public sealed class ExitCodeTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-cli-").FullName;

    public ExitCodeTests()
    {
        File.WriteAllText(Path.Combine(_folder, "Pulumi.yaml"), "name: redis-infra\nruntime: dotnet\nmain: .\n");
        File.WriteAllText(Path.Combine(_folder, "closed"), """
            { "apiVersion": "v1", "kind": "Config", "current-context": "closed",
              "clusters": [{ "name": "closed", "cluster": { "server": "http://127.0.0.1:1" } }],
              "contexts": [{ "name": "closed", "context": { "cluster": "closed", "user": "nobody" } }],
              "users": [{ "name": "nobody", "user": {} }] }
            """);
        Write(shards: "3");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Preview_AStackFileThatCanBe_Exits0()
    {
        var (exit, text) = await RunAsync("preview", "--stack", "dev");

        Assert.True(exit == 0, text);
    }

    [Theory]
    [InlineData("2", "RI1105")]
    [InlineData("three", "RI1102")]
    [InlineData("[", "RI1003")]
    public async Task Preview_AStackFileThatCannotBe_Exits2AndSaysWhy(string shards, string code)
    {
        Write(shards);

        var (exit, text) = await RunAsync("preview", "--stack", "dev");

        Assert.True(exit == ExitCodes.Refused, $"exit code {exit}:\n{text}");
        Assert.Contains(code, text);
    }

    [Fact]
    public async Task Preview_UnknownStack_Exits2AndNamesTheOneThatWasMeant()
    {
        var (exit, text) = await RunAsync("preview", "--stack", "dve");

        Assert.True(exit == ExitCodes.Refused, $"exit code {exit}:\n{text}");
        Assert.Contains("error: RI6025 stack \"dve\": no stack of this name was made, but the project has dev. "
            + "Did you mean \"dev\"?", text);
    }

    [Fact]
    public async Task Preview_UnknownFlag_Exits2() =>
        Assert.Equal(ExitCodes.Refused, (await RunAsync("preview", "--stack", "dev", "--no-such-flag")).Exit);

    private void Write(string shards) => File.WriteAllText(Path.Combine(_folder, "Pulumi.dev.yaml"), $$"""
        config:
          kubernetes:kubeconfig: {{Path.Combine(_folder, "closed")}}
          redis-infra:redis:
            orders:
              topology: cluster
              shards: {{shards}}
              replicasPerShard: 1
              storage: { claims: { size: 1Gi } }
        """ + "\n");

    private async Task<(int Exit, string Text)> RunAsync(string verb, params string[] more)
    {
        using var deadline = new CancellationTokenSource(s_limit);
        var lines = new List<string>();
        int exit = await Child.RunAsync("dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "redisinfra.dll"), verb, "--cwd", _folder, .. more],
            lines.Add, deadline.Token);
        return (exit, string.Join('\n', lines));
    }
}

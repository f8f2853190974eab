using System.CommandLine;
using System.Text.Json;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Rings;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Tests.Rings;

/// <summary>Without servers; Redis.Tests has the commands with them.</summary>
public sealed class RingPlanCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-ring-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task PlanOffline_AServerJoins_SaysWhichPartMoves()
    {
        var (exit, said) = await RunAsync(
            "plan", "--from", Pool("old.yml", 3), "--to", Pool("new.yml", 4), "--offline");

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Equal(
            """
            22.3% of all hashes would move, in 3 moves; no server was asked for its keys
              a -> d    6.0%  d joins the ring
              b -> d    8.8%  d joins the ring
              c -> d    7.5%  d joins the ring

            """, said, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task PlanOffline_Json_HasNoNumbersThatNobodyCounted()
    {
        var (exit, said) = await RunAsync(
            "plan", "--from", Pool("old.yml", 3), "--to", Pool("new.yml", 4), "--offline", "--json");

        Assert.Equal(ExitCodes.Done, exit);
        var document = JsonDocument.Parse(said).RootElement;
        Assert.Equal("steps", document.GetProperty("kind").GetString());
        Assert.Equal(0.223226, document.GetProperty("share").GetDouble());
        Assert.Equal(3, document.GetProperty("moves").GetArrayLength());
        Assert.True(!document.TryGetProperty("keys", out var keys) || keys.ValueKind == JsonValueKind.Null, said);
    }

    [Fact]
    public async Task PlanOffline_Markdown_IsATable()
    {
        var (exit, said) = await RunAsync(
            "plan", "--from", Pool("old.yml", 3), "--to", Pool("new.yml", 4), "--offline", "--markdown");

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Contains("| from | to | share | why |", said);
        Assert.Contains("| a | d | 6.0% | d joins the ring |", said);
    }

    [Fact]
    public async Task PlanOffline_TheSameFile_SaysSo()
    {
        string file = Pool("same.yml", 3);

        var (exit, said) = await RunAsync("plan", "--from", file, "--to", file, "--offline");

        Assert.Equal(ExitCodes.Done, exit);
        Assert.Equal("same: both rings put every key at the same server, nothing has to move", said.TrimEnd());
    }

    [Fact]
    public async Task PlanOffline_BothFilesAndOptionsWrong_AllToldAtOnce()
    {
        string old = Write("old.yml", "a:\n  listen: nowhere\n  servers:\n   - b:1\n");
        string missing = Path.Combine(_folder, "missing.yml");

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => RunAsync("plan", "--from", old, "--to", missing, "--tls", "--timeout", "soon", "--user", "me"));

        Assert.Equal(["RI3422", "RI3423", "RI6033", "RI6035", "RI6036"],
            refused.Diagnostics.Select(found => found.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Plan_WithoutFiles_NamesBothOptions()
    {
        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => RunAsync("plan", "--offline"));

        Assert.Equal(["--from", "--to"], refused.Diagnostics.Select(found => found.Where));
    }

    [Fact]
    public async Task Rebalance_WithoutCommandsForProxies_NamesBoth()
    {
        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => RunAsync(
            "rebalance", "--from", Pool("old.yml", 3), "--to", Pool("new.yml", 4)));

        Assert.Equal(["--stop-old", "--start-new"], refused.Diagnostics.Select(found => found.Where));
    }

    private string Pool(string file, int servers) => Write(file,
        $"cache:\n  listen: 127.0.0.1:22121\n  redis: true\n  timeout: 400\n  servers:\n"
            + string.Concat("abcd".Take(servers).Select(name => $"   - host-{name}:6379:1 {name}\n")));

    private string Write(string file, string text)
    {
        string path = Path.Combine(_folder, file);
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Exit, string Said)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var command = RingCommands.Create(Terminal.Plain(output), _ => null);
        int exit = await command.Parse(arguments).InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false, Output = output, Error = output,
        });
        return (exit, output.ToString());
    }
}

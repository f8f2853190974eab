using Redis.Tests.Commands;

namespace Redis.Tests.Sentinel;

/// <summary>Servers and Sentinels with passwords, each their own.</summary>
public class SentinelPasswordTests
{
    private const string Password = "for-this-test";

    [Fact]
    public async Task CheckAndFailover_TwoPasswords_NeedBothAndAMasterThatCanFollow()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        await using var set = await SentinelServers.StartAsync(deadline.Token, Password);
        string servers = await WriteAsync(set, "servers", Password);
        string sentinels = await WriteAsync(set, "sentinels", set.SentinelPassword!);
        string[] both = ["--password-file", servers, "--sentinel-password-file", sentinels];
        string master = SentinelServers.At(set.Servers[0]);
        Task<CommandLine> RunAsync(params string[] words) => CommandLine.RunAsync(
            deadline.Token, ["sentinel", .. words, "--nodes", set.AnySentinel]);

        var good = await RunAsync(["check", .. both]);
        var wrong = await RunAsync("check", "--password-file", servers, "--sentinel-password-file", servers);
        var none = await RunAsync("check", "--sentinel-password-file", sentinels);
        await set.Nodes.AskServerAsync(master, deadline.Token, "CONFIG", "SET", "masterauth", "");
        var refused = await RunAsync(["failover", "--yes", .. both]);
        await set.Nodes.AskServerAsync(master, deadline.Token, "CONFIG", "SET", "masterauth", Password);
        var moved = await RunAsync(["failover", "--yes", .. both]);

        Assert.Equal((0, 2, 1, 2, 0), (good.ExitCode, wrong.ExitCode, none.ExitCode, refused.ExitCode, moved.ExitCode));
        Assert.Contains("RI3501 sentinel", wrong.Error);
        Assert.Contains("RI3513 server", none.Out);
        Assert.Contains($"RI3527 server {master}", refused.Error);
        Assert.Contains($"{master} its replica", moved.Out);
    }

    private static async Task<string> WriteAsync(SentinelServers set, string name, string password)
    {
        string path = Path.Combine(set.Folder, name);
        await File.WriteAllTextAsync(path, password + "\n");
        return path;
    }
}

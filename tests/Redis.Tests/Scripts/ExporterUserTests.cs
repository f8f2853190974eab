using System.Diagnostics;
using System.Net.Sockets;
using Redis.Tests.Servers;
using RedisInfra.Components.Common;

namespace Redis.Tests.Scripts;

/// <summary>The user that start.sh makes for an exporter, in a real server.</summary>
public sealed class ExporterUserTests : IDisposable
{
    /// <summary>All that redis.conf and the shell have a meaning for.</summary>
    private const string Password = "a-\"quoted\"-\\pass'word#$HOME";

    /// <summary>What redis_exporter sends, without CONFIG GET, and what anybody may who isn't signed in yet.</summary>
    private static readonly string[] s_wanted =
    [
        "client|setname", "cluster|info", "info", "latency|histogram", "latency|latest", "slowlog|get", "slowlog|len",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-exporter-").FullName;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));
    private readonly int _port = FreePorts.Next();

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _deadline.Dispose();
    }

    /// <summary>Asked for each command that the server has.</summary>
    [Fact]
    public async Task ExporterUser_EveryCommand_MayWhatAnExporterSendsAndNothingMore()
    {
        await WriteAsync(Password);
        using var server = RedisServer.Start(_folder, _port, Path.Combine(_folder, "node.conf"));
        await server.WaitUntilListeningAsync(_deadline.Token);

        var names = (await CliAsync("COMMAND", "LIST")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("config|get", names);
        using var client = new TcpClient("127.0.0.1", _port);
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
        var allowed = new List<string>();
        // A command with subcommands is none by itself.
        var single = names.Where(name => !names.Any(
            other => other.StartsWith(name + "|", StringComparison.Ordinal)));
        foreach (string name in single)
            if (await MayAsync(reader, writer, name)) allowed.Add(name);

        Assert.Equal(s_wanted, allowed.Except(["auth", "hello", "quit", "reset"]).Order(StringComparer.Ordinal));
        Assert.Contains("# Server", await CliAsync("--user", "exporter", "--pass", Password, "INFO"));
        Assert.StartsWith(
            "NOPERM", await CliAsync("--user", "exporter", "--pass", Password, "CONFIG", "GET", "requirepass"));
    }

    [Fact]
    public async Task ExporterUser_NoExporter_MakesNone()
    {
        await WriteAsync(null);

        Assert.DoesNotContain("user ", await File.ReadAllTextAsync(Path.Combine(_folder, "node.conf")));
    }

    /// <summary>A dry run takes the right number of arguments only, so it is given more and more.</summary>
    private async Task<bool> MayAsync(StreamReader reader, StreamWriter writer, string name)
    {
        string command = name.Replace('|', ' ');
        for (int arguments = 0; arguments < 8; arguments++)
        {
            await writer.WriteAsync($"ACL DRYRUN exporter {command}\r\n");
            string? line = await reader.ReadLineAsync(_deadline.Token);
            if (line?.StartsWith('$') is true) line = await reader.ReadLineAsync(_deadline.Token);
            if (line == "+OK") return true;
            if (line!.Contains("no permissions", StringComparison.Ordinal)) return false;
            Assert.Contains("wrong number of arguments", line);
            command += " x";
        }

        throw new InvalidOperationException($"{name} takes no number of arguments");
    }

    private async Task WriteAsync(string? password)
    {
        var script = Path.Combine(_folder, "user.sh");
        await File.WriteAllTextAsync(
            script, "set -eu\n" + ShellParts.Quote + ShellParts.ExporterUser + "exporter_user\n", _deadline.Token);
        var start = new ProcessStartInfo("sh", [script]) { RedirectStandardOutput = true };
        if (password is not null) start.Environment["REDIS_EXPORTER_PASSWORD"] = password;
        using var shell = Process.Start(start)!;
        var line = await shell.StandardOutput.ReadToEndAsync(_deadline.Token);
        await shell.WaitForExitAsync(_deadline.Token);
        Assert.Equal(0, shell.ExitCode);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "node.conf"), $"port {_port}\nbind 127.0.0.1\nsave \"\"\n{line}", _deadline.Token);
    }

    private Task<string> CliAsync(params string[] arguments) =>
        RedisCli.RunAsync(_deadline.Token, ["-p", $"{_port}", .. arguments]);
}

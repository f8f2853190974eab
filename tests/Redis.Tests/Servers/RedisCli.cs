using System.Diagnostics;

namespace Redis.Tests.Servers;

/// <summary>Runs redis-cli.</summary>
public static class RedisCli
{
    public static async Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var start = new ProcessStartInfo(RedisServer.FindOnPath("redis-cli"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"redis-cli: {output}{await error}");
    }

    public static Task CreateAsync(RedisServers servers, int replicas, CancellationToken cancellationToken) =>
        RunAsync(cancellationToken,
            ["--cluster", "create", .. servers.Servers.Select(server => $"127.0.0.1:{server.Port}"),
            "--cluster-replicas", $"{replicas}", "--cluster-yes"]);
}

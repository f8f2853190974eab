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
        try
        {
            string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? output
                : throw new InvalidOperationException($"redis-cli: {output}{await error}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    /// <summary>
    /// Creates a cluster. redis-cli is content when nodes agree on slots; a replica may then still be unknown to some,
    /// so this waits until every node knows and agrees on every other.
    /// </summary>
    public static async Task CreateAsync(RedisServers servers, int replicas, CancellationToken cancellationToken)
    {
        await RunAsync(cancellationToken,
            ["--cluster", "create", .. servers.Servers.Select(server => $"127.0.0.1:{server.Port}"),
            "--cluster-replicas", $"{replicas}", "--cluster-yes"]);
        await servers.SettleAsync(cancellationToken);
    }
}

using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Redis.Tests.Servers;
using RedisInfra.Admin.Resp;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace Redis.Tests.Persistence;

/// <summary>A pod's folders on this machine: start.sh and redis.conf as a ConfigMap has them, and the data.</summary>
/// <param name="version">Of the server; null for the machine's own.</param>
/// <param name="isCluster">Whether it is a node of a cluster, with that component's start.sh.</param>
internal sealed class ServedFolder(string? version = null, bool isCluster = false) : IAsyncDisposable
{
    /// <summary>All that redis.conf and the shell have a meaning for.</summary>
    private const string Password = "a-\"quoted\"-\\pass'word#$HOME:{x}";

    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-kept-").FullName;
    private readonly int _port = FreePorts.Next();
    private Process? _process;
    private RespConnection? _connection;

    /// <summary>Where the data is.</summary>
    public string Store => Path.Combine(_folder, "store");

    /// <summary>Starts with this persistence, on what is there, and waits until it is ready.</summary>
    public async Task StartAsync(RedisPersistence persistence, CancellationToken cancellationToken)
    {
        Write(persistence);
        Launch();
        while ((await RunAsync("ready.sh", cancellationToken)).Exit != 0)
        {
            Assert.False(_process!.HasExited, await LogAsync(cancellationToken));
            await Task.Delay(50, cancellationToken);
        }

        await ConnectAsync(cancellationToken);
    }

    /// <summary>Starts, and kills all of it after so many lines of its log.</summary>
    public async Task StartAndKillAsync(RedisPersistence persistence, int lines, CancellationToken cancellationToken)
    {
        Write(persistence);
        Launch();
        while (!_process!.HasExited && (await LogAsync(cancellationToken)).Count(c => c == '\n') < lines)
            await Task.Delay(5, cancellationToken);
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async Task<RespValue[]> SendAsync(CancellationToken cancellationToken, params RespCommand[] commands) =>
        await _connection!.ExecuteManyAsync(commands, cancellationToken);

    /// <summary>kill -9.</summary>
    public Task KillAsync(CancellationToken cancellationToken) => EndAsync(9, cancellationToken);

    /// <summary>As the kubelet does.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => EndAsync(15, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
        if (_process is not null) await _process.WaitForExitAsync();
        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(RedisPersistence persistence)
    {
        foreach (string folder in new[] { "etc", "run", "store", "bin" })
            Directory.CreateDirectory(Path.Combine(_folder, folder));
        string conf = ServerConfig.Render(
            new RedisStorage.Claims(), persistence,
            new ServerConfigValues(
                Quantity.Mebibytes(256), persistence.MaxMemoryPercent, "noeviction",
                ImmutableDictionary<string, string>.Empty));
        if (isCluster) conf += "cluster-enabled yes\n";
        WriteLocal("redis.conf", conf.Replace("bind * -::*", "bind 127.0.0.1"));
        foreach (var (name, script) in ServerScripts.All) WriteLocal(name, script);
        if (isCluster)
        {
            WriteLocal("start.sh", RedisClusterScripts.Start);
            WriteLocal("rejoin.sh", "exit 0\n");
        }
        if (version is null) return;
        string program = Path.Combine(_folder, "bin", "redis-server");
        File.WriteAllText(program, $"#!/bin/sh\nexec {NewerServers.Script} run {version} redis-server \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void WriteLocal(string name, string text) => File.WriteAllText(
        Path.Combine(_folder, "etc", name),
        text.Replace("6379", $"{_port}").Replace("/data", Store)
            .Replace("/etc/redisinfra", Path.Combine(_folder, "etc"))
            .Replace("/run/redisinfra", Path.Combine(_folder, "run")));

    private void Launch()
    {
        _process?.Dispose();
        string start = Path.Combine(_folder, "etc", "start.sh");
        _process = Start($"exec sh {start} >{Path.Combine(_folder, "log")} 2>&1", isRead: false);
    }

    private Process Start(string command, bool isRead)
    {
        var start = new ProcessStartInfo("sh", ["-c", command])
        {
            RedirectStandardOutput = isRead,
            RedirectStandardError = isRead,
        };
        start.Environment["REDISCLI_AUTH"] = Password;
        start.Environment["POD_IP"] = "127.0.0.1";
        start.Environment["POD_NAME"] = "orders-0-0";
        start.Environment["REDIS_DOMAIN"] = "orders.test.svc";
        start.Environment["PATH"] = $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        return Process.Start(start)!;
    }

    private async Task<(int Exit, string Said)> RunAsync(string script, CancellationToken cancellationToken)
    {
        using var process = Start($"exec sh {Path.Combine(_folder, "etc", script)}", isRead: true);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output + await error);
    }

    private async Task<string> LogAsync(CancellationToken cancellationToken)
    {
        string log = Path.Combine(_folder, "log");
        return File.Exists(log) ? await File.ReadAllTextAsync(log, cancellationToken) : "";
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _connection = await RespConnection.ConnectAsync(
            new RespConnectionOptions
            {
                Name = $"127.0.0.1:{_port}",
                Connect = async token =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync("127.0.0.1", _port, token);
                    return new NetworkStream(socket, ownsSocket: true);
                },
                Password = Password,
                CommandTimeout = TimeSpan.FromSeconds(20),
            },
            cancellationToken);
    }

    private async Task EndAsync(int signal, CancellationToken cancellationToken)
    {
        Assert.Equal(0, Native.Kill(_process!.Id, signal));
        await _process.WaitForExitAsync(cancellationToken);
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill")]
        public static extern int Kill(int process, int signal);
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Redis.Tests.Servers;

/// <summary>One server process in a folder of its own. Killed by its process id.</summary>
public sealed class RedisServer : IDisposable
{
    private readonly string _program;
    private readonly string[] _arguments;
    private Process _process;

    private RedisServer(string program, string folder, int port, string[] arguments)
    {
        (_program, Folder, Port, _arguments) = (program, folder, port, arguments);
        _process = Launch();
    }

    public string Folder { get; }

    public int Port { get; }

    public static RedisServer Start(string folder, int port, params string[] arguments) =>
        Start(NewerServers.System, folder, port, arguments);

    /// <summary>A server of a version that <see cref="NewerServers"/> knows.</summary>
    public static RedisServer Start(string version, string folder, int port, params string[] arguments)
    {
        Directory.CreateDirectory(folder);
        return version == NewerServers.System
            ? new RedisServer(FindOnPath("redis-server"), folder, port, arguments)
            : new RedisServer(NewerServers.Script, folder, port, ["run", version, "redis-server", .. arguments]);
    }

    public static string FindOnPath(string program)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            string path = Path.Combine(folder, program);
            if (folder.Length > 0 && File.Exists(path)) return path;
        }
        throw new InvalidOperationException($"{program} isn't on the PATH. These tests run real servers: "
            + "install Debian's packages redis-server and redis-tools, without starting the service");
    }

    public async Task WaitUntilListeningAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", Port, cancellationToken);
                return;
            }
            catch (SocketException)
            {
                if (_process.HasExited) throw new InvalidOperationException($"the server at {Port} exited: {Log()}");
                await Task.Delay(10, cancellationToken);
            }
        }
    }

    public void Kill()
    {
        if (_process.HasExited) return;
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>It keeps its sockets and does nothing, until <see cref="Continue"/>.</summary>
    public void Suspend() => Signal(19);

    public void Continue() => Signal(18);

    /// <summary>Again, with other arguments after its own, which count.</summary>
    public void Restart(params string[] more)
    {
        Kill();
        _process.Dispose();
        _process = Launch(more);
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Signal(int signal)
    {
        if (Native.Kill(_process.Id, signal) != 0) throw new InvalidOperationException($"no signal to {Port}");
    }

    private string Log()
    {
        string path = Path.Combine(Folder, "log");
        return File.Exists(path) ? File.ReadAllText(path) : "no log";
    }

    private Process Launch(params string[] more)
    {
        var start = new ProcessStartInfo(_program) { WorkingDirectory = Folder };
        foreach (string argument in _arguments.Concat(more)) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static class Native
    {
        [DllImport("libc", EntryPoint = "kill")]
        public static extern int Kill(int process, int signal);
    }
}

using System.Diagnostics;

namespace RedisInfra.Kubernetes;

/// <summary>The kubectl process behind one or more <see cref="KubeProxy"/>.</summary>
internal sealed class SharedProxy : IAsyncDisposable
{
    private const int SocketPathLimit = 100; // sun_path holds 108 bytes
    private const int KeptErrorLines = 8;
    private readonly Process _process;
    private readonly string _folder;
    private readonly Queue<string> _errors = new();
    private readonly TaskCompletionSource<bool> _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _output = Task.CompletedTask;
    private Task _error = Task.CompletedTask;

    private SharedProxy(Process process, string folder, string socketPath)
    {
        _process = process;
        _folder = folder;
        SocketPath = socketPath;
    }

    public string SocketPath { get; }

    public int Users { get; set; }

    public int ProcessId => _process.Id;

    public bool HasEnded => _process.HasExited;

    public string LastError
    {
        get
        {
            lock (_errors)
            {
                return string.Join('\n', _errors);
            }
        }
    }

    public static async Task<SharedProxy> StartAsync(
        KubeTarget target, KubeContext context, CancellationToken cancellationToken)
    {
        var folder = MakeFolder();
        var socket = Path.Combine(folder, "api");
        // The default filter refuses exec; nobody but us can reach the socket, so nothing needs to be refused.
        List<string> arguments = ["proxy", $"--unix-socket={socket}", "--reject-paths=^$", "--keepalive=30s"];
        if (new Uri(context.Server).AbsolutePath != "/")
        {
            arguments.Add("--append-server-path");
        }

        Process process;
        try
        {
            process = Kubectl.StartKept(target, folder, arguments);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }

        var proxy = new SharedProxy(process, folder, socket);
        try
        {
            await proxy.WaitUntilServingAsync(context, cancellationToken);
            await ProxyCheck.RunAsync(proxy, context, cancellationToken);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close(); // the keeper ends kubectl, removes the folder and ends itself
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _process.WaitForExitAsync(limit.Token);
            await Task.WhenAll(_output, _error).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (IOException)
        {
            // It ended by itself.
        }

        _process.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("redisinfra-").FullName; // 0700
        if (folder.Length <= SocketPathLimit)
        {
            return folder;
        }

        Directory.Delete(folder);
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Unix sockets need a temp folder with a shorter path.");
        }

        var name = $"/tmp/redisinfra-{Path.GetRandomFileName()}";
        Directory.CreateDirectory(name, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return name;
    }

    private async Task WaitUntilServingAsync(KubeContext context, CancellationToken cancellationToken)
    {
        _output = ReadAsync(_process.StandardOutput, line =>
        {
            if (line.StartsWith("Starting to serve", StringComparison.Ordinal))
            {
                _serving.TrySetResult(true);
            }
        });
        _error = ReadAsync(_process.StandardError, line =>
        {
            lock (_errors)
            {
                _errors.Enqueue(line);
                if (_errors.Count > KeptErrorLines)
                {
                    _errors.Dequeue();
                }
            }
        });
        _ = EndedAsync();
        bool serving;
        try
        {
            serving = await _serving.Task.WaitAsync(TimeSpan.FromSeconds(15), cancellationToken);
        }
        catch (TimeoutException)
        {
            serving = false;
        }

        if (!serving)
        {
            throw KubeErrors.NoAnswer(
                context.Name, context.Server,
                LastError is { Length: > 0 } error ? error : "kubectl proxy didn't start");
        }
    }

    private async Task EndedAsync()
    {
        await Task.WhenAll(_output, _error);
        _serving.TrySetResult(false);
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            onLine(line);
        }
    }
}

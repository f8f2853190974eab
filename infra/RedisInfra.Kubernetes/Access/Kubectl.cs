using System.ComponentModel;
using System.Diagnostics;

namespace RedisInfra.Kubernetes;

/// <summary>Runs kubectl to its end, or under the keeper that ends it with us.</summary>
internal static class Kubectl
{
    /// <summary>
    /// Waits on our end of its standard input and ends kubectl when that closes, which the kernel does for us even
    /// after kill -9. Ctrl-C reaches the whole terminal group: the keeper and kubectl ignore it, so that we can
    /// finish in order. $1 is a folder to remove at the end ("" for none); the rest is the command.
    /// </summary>
    internal const string Keeper = """
        trap '' INT QUIT
        exec 3<&0
        dir=$1; shift
        "$@" </dev/null 3<&- & child=$!
        trap 'kill $child 2>/dev/null' TERM HUP
        ( trap - TERM; while read -r line; do :; done; kill $child 2>/dev/null; exit 0 ) <&3 >/dev/null 2>&1 & watch=$!
        exec 3<&-
        wait $child; code=$?
        kill $watch 2>/dev/null
        [ -z "$dir" ] || rm -rf -- "$dir"
        exit $code
        """;

    public static async Task<(int Exit, string Output, string Error)> RunAsync(
        KubeTarget target, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(Info("kubectl", target, [.. arguments, .. target.Arguments]));
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Starts kubectl so that it ends when we do; closing the process's standard input ends it too.</summary>
    public static Process StartKept(KubeTarget target, string? folder, IReadOnlyList<string> arguments)
    {
        FindOnPath();
        return Start(Info(
            "/bin/sh", target,
            ["-c", Keeper, "redisinfra-keeper", folder ?? "", "kubectl", .. arguments, .. target.Arguments]));
    }

    private static ProcessStartInfo Info(string program, KubeTarget target, IReadOnlyList<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in target.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    private static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info) ?? throw KubeErrors.NoKubectl();
        }
        catch (Win32Exception)
        {
            throw KubeErrors.NoKubectl();
        }
    }

    private static void FindOnPath()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "kubectl"))))
        {
            throw KubeErrors.NoKubectl();
        }
    }
}

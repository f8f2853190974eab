using System.Diagnostics;
using System.Globalization;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>What the lab's machine does to a pod of it; undone when disposed of.</summary>
internal sealed class PodFaults : IAsyncDisposable
{
    private readonly Func<Task> _undo;

    private PodFaults(Func<Task> undo) => _undo = undo;

    /// <summary>Its redis-server is stopped where it is: it answers nobody, and nobody is told.</summary>
    public static async Task<PodFaults> StopProcessAsync(string pod, string ns)
    {
        string id = FindProcess(pod, ns).ToString(CultureInfo.InvariantCulture);
        await RunAsync("kill", "-STOP", id);
        return new PodFaults(() => RunAsync("kill", "-CONT", id));
    }

    /// <summary>Its network has no link, as when a cable is pulled: the node's end of it is down.</summary>
    public static async Task<PodFaults> CutLinkAsync(string pod, string ns)
    {
        string process = FindProcess(pod, ns).ToString(CultureInfo.InvariantCulture);
        string index = await RunAsync("nsenter", "-t", process, "-n", "cat", "/sys/class/net/eth0/iflink");
        string links = await RunAsync("nsenter", "--net=/run/netns/k8s", "ip", "-o", "link");
        string link = links.Split('\n').Select(line => line.Split(": "))
            .First(words => words[0] == index.Trim())[1].Split('@')[0];
        await SetLinkAsync(link, "down");
        return new PodFaults(() => SetLinkAsync(link, "up"));
    }

    public async ValueTask DisposeAsync() => await _undo();

    private static Task SetLinkAsync(string link, string state) =>
        RunAsync("nsenter", "--net=/run/netns/k8s", "ip", "link", "set", link, state);

    /// <summary>By what its environment says of the pod's name.</summary>
    private static int FindProcess(string pod, string ns)
    {
        foreach (var process in Process.GetProcessesByName("redis-server"))
        {
            using (process)
            {
                try
                {
                    string[] variables = File.ReadAllText($"/proc/{process.Id}/environ").Split('\0');
                    if (variables.Contains($"POD_NAME={pod}") && variables.Any(variable =>
                        variable.StartsWith("REDIS_DOMAIN=", StringComparison.Ordinal)
                        && variable.Contains($".{ns}.svc", StringComparison.Ordinal))) return process.Id;
                }
                catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
                {
                    // Another's, or it has just ended.
                }
            }
        }

        throw new InvalidOperationException($"no redis-server of {ns}/{pod} runs");
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
        return output;
    }
}

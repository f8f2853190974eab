using System.Diagnostics;
using System.Globalization;
using RedisInfra.Cli.Common;
using RedisInfra.Cli.Lab;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>What the lab's machine does to a pod of it; undone when disposed of.</summary>
internal sealed class PodFaults : IAsyncDisposable
{
    private readonly Func<Task> _undo;

    private PodFaults(Func<Task> undo) => _undo = undo;

    /// <summary>Its redis-server is stopped where it is: it answers nobody, and nobody is told.</summary>
    public static async Task<PodFaults> StopProcessAsync(string uid)
    {
        string id = FindProcess(uid).ToString(CultureInfo.InvariantCulture);
        await RunAsync("kill", "-STOP", id);
        return new PodFaults(() => RunAsync("kill", "-CONT", id));
    }

    /// <summary>Its network has no link, as when a cable is pulled: the node's end of it is down.</summary>
    public static async Task<PodFaults> CutLinkAsync(string uid)
    {
        string process = FindProcess(uid).ToString(CultureInfo.InvariantCulture);
        string own = await RunAsync("nsenter", "-t", process, "-n", "ip", "-o", "link", "show", "eth0");
        string number = own.Split("@if")[1].Split(':')[0];
        string links = await RunAsync("nsenter", "--net=/run/netns/k8s", "ip", "-o", "link");
        string link = links.Split('\n').Select(line => line.Split(": "))
            .First(words => words[0] == number)[1].Split('@')[0];
        await SetLinkAsync(link, "down");
        return new PodFaults(() => SetLinkAsync(link, "up"));
    }

    /// <summary>The node's agent is ended; the lab's start script starts it again.</summary>
    public static async Task<PodFaults> StopAgentAsync()
    {
        string file = Path.Combine(LabScripts.Home, "run", "kubelet.pid");
        await RunAsync("kill", (await File.ReadAllTextAsync(file)).Trim());
        return new PodFaults(async () => Assert.Equal(
            ExitCodes.Done, await LabScripts.UpAsync(_ => { }, CancellationToken.None)));
    }

    public async ValueTask DisposeAsync() => await _undo();

    private static Task SetLinkAsync(string link, string state) =>
        RunAsync("nsenter", "--net=/run/netns/k8s", "ip", "link", "set", link, state);

    /// <summary>By its control group, which is named after the pod's uid.</summary>
    private static int FindProcess(string uid)
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id)
                && Read(folder, "comm").Trim() == "redis-server" && Read(folder, "cgroup").Contains($"/pod{uid}/"))
                return id;
        }

        throw new InvalidOperationException($"no redis-server of the pod {uid} runs");
    }

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (IOException)
        {
            return ""; // it has just ended
        }
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

using System.Diagnostics;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Diagnostics;

namespace Kubernetes.Tests.Api;

[Collection(LightLabCollection.Name)]
public sealed class ProxyTests(LabCluster lab) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [LabFact]
    public async Task StartAsync_TwiceForOneTarget_SharesOneProxyThatEndsWithTheLast()
    {
        var target = new KubeTarget(lab.Kubeconfig, LabCluster.Context, "somewhere");
        var first = await KubeProxy.StartAsync(target, default);
        var second = await KubeProxy.StartAsync(target with { Namespace = "elsewhere" }, default);
        Assert.Equal(first.ProcessId, second.ProcessId);
        Assert.Equal("elsewhere", second.Context.Namespace);
        Assert.Equal(LabCluster.RedisImage, (string?)first.Context.Extension?["images"]?["redis"]);
        var folder = Path.GetDirectoryName(first.SocketPath)!;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        var id = first.ProcessId;
        await first.DisposeAsync();
        Assert.True(Directory.Exists(folder));
        await second.DisposeAsync();
        Assert.False(Directory.Exists(folder));
        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [LabFact]
    public async Task StartKept_ParentIsKilled_KubectlAndItsFolderGo()
    {
        // A process of its own stands for us: it makes the keeper, and is then killed as by the kernel.
        var keep = Path.Combine(_folder, "keep");
        Directory.CreateDirectory(keep);
        var script = Path.Combine(_folder, "keeper.sh");
        await File.WriteAllTextAsync(script, Kubectl.Keeper);
        var parent = Process.Start(new ProcessStartInfo("/bin/bash", [
            "-c", "exec 9> >(exec /bin/sh \"$1\" \"$2\" kubectl --kubeconfig \"$3\" "
                + "proxy --unix-socket=\"$2/api\" >/dev/null)"
                + "; exec sleep 600", "parent", script, keep, lab.Kubeconfig]))!;
        await UntilAsync(() => File.Exists(Path.Combine(keep, "api")), "kubectl proxy has started");
        Assert.NotEmpty(KubectlsOf(keep));
        parent.Kill();
        await parent.WaitForExitAsync();
        await UntilAsync(() => KubectlsOf(keep).Count == 0, "kubectl proxy has ended");
        await UntilAsync(() => !Directory.Exists(keep), "the folder is gone");
    }

    [LabFact]
    public async Task StartAsync_WhatCanGoWrong_IsSaidWithItsCode()
    {
        Assert.Equal(
            "RI4003 context \"lbb\": it is asked for, but the kubeconfig has no such context (it has lab). "
            + "Did you mean \"lab\"? If not, name one that exists.",
            await RefusedAsync(new KubeTarget(lab.Kubeconfig, "lbb")));

        var missing = Path.Combine(_folder, "none");
        Assert.StartsWith($"RI4002 kubeconfig {missing}: ", await RefusedAsync(new KubeTarget(missing)));

        var broken = Path.Combine(_folder, "broken");
        await File.WriteAllTextAsync(broken, "a: [");
        Assert.StartsWith($"RI4002 kubeconfig {broken}: ", await RefusedAsync(new KubeTarget(broken)));

        var away = await KubeconfigAsync("away", "https://127.0.0.1:1", "{token: some-token}");
        var answer = await RefusedAsync(new KubeTarget(away));
        Assert.StartsWith("RI4005 context \"c\": its API server is https://127.0.0.1:1, "
            + "but it doesn't answer: ", answer);
        Assert.Contains("connection refused", answer);

        var server = (await new KubeTarget(lab.Kubeconfig, LabCluster.Context).ResolveAsync(default)).Server;
        var stranger = await KubeconfigAsync("stranger", server, "{token: not-a-token}");
        answer = await RefusedAsync(new KubeTarget(stranger));
        Assert.StartsWith("RI4006 context \"c\": ", answer);
        Assert.DoesNotContain("not-a-token", answer);
    }

    private async Task<string> KubeconfigAsync(string name, string server, string user)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, $$$"""
            apiVersion: v1
            kind: Config
            clusters: [{name: k, cluster: {server: "{{{server}}}", insecure-skip-tls-verify: true}}]
            users: [{name: u, user: {{{user}}} }]
            contexts: [{name: c, context: {cluster: k, user: u}}]
            current-context: c
            """);
        return path;
    }

    private static async Task<string> RefusedAsync(KubeTarget target) =>
        (await Assert.ThrowsAsync<DiagnosticException>(() => KubeProxy.StartAsync(target, default))).Message;

    private static List<string> KubectlsOf(string folder) => [.. Directory.GetDirectories("/proc")
        .Where(p => int.TryParse(Path.GetFileName(p), out _)).Where(p => CommandLine(p) is var line
            && line.StartsWith("kubectl", StringComparison.Ordinal)
            && line.Contains(folder, StringComparison.Ordinal))];

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return ""; // it has just ended
        }
    }

    private static async Task UntilAsync(Func<bool> isTrue, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!isTrue())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"not within 60 s: {what}");
            await Task.Delay(20);
        }
    }
}

using System.Diagnostics;

namespace Kubernetes.Tests.Preflight;

/// <summary>A project of its own with the stack "t" and its state, and the command line run on it.</summary>
internal sealed class StackFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("redisinfra-preflight-").FullName;

    public StackFolder(LabCluster lab, string @namespace, string deployment)
        : this(lab.Kubeconfig, LabCluster.Context, @namespace, deployment)
    {
    }

    public StackFolder(string kubeconfig, string context, string @namespace, string deployment)
        : this(kubeconfig, context, @namespace, ("refused", $"topology: cluster, {deployment}"))
    {
    }

    public StackFolder(
        string kubeconfig, string context, string @namespace, params (string Name, string Settings)[] deployments)
    {
        var lines = string.Concat(deployments.Select(one => $"    {one.Name}: {{ {one.Settings} }}\n"));
        Directory.CreateDirectory(Path.Combine(_root, "state"));
        File.WriteAllText(Path.Combine(_root, "Pulumi.yaml"), "name: redis-infra\nruntime: dotnet\n");
        File.WriteAllText(Path.Combine(_root, "Pulumi.t.yaml"), $$"""
            config:
              kubernetes:context: {{context}}
              kubernetes:kubeconfig: {{kubeconfig}}
              kubernetes:namespace: {{@namespace}}
              redis-infra:redis:
            {{lines}}
            """);
    }

    /// <summary>Runs redisinfra in a process of its own, as a user does.</summary>
    public async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "redisinfra.dll"), .. arguments, "--cwd", _root, "--stack", "t"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["PULUMI_BACKEND_URL"] = "file://" + Path.Combine(_root, "state");
        start.Environment["PULUMI_CONFIG_PASSPHRASE"] = "a passphrase";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, await output + await error);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

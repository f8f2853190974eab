using RedisInfra.Cli.Common;
using RedisInfra.Cli.Lab;

namespace Kubernetes.Tests;

/// <summary>The lab, up. Where none is possible every test is skipped and nothing is started.</summary>
public sealed class LabCluster : IAsyncLifetime
{
    /// <summary>The redis image's name in the lab.</summary>
    public const string RedisImage = "docker.io/lab/redis:7.0-debian12";

    public const string Context = "lab";

    public string Kubeconfig => LabScripts.Kubeconfig;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null || await LabScripts.IsUpAsync(CancellationToken.None))
        {
            return;
        }

        var lines = new List<string>();
        var exit = await LabScripts.UpAsync(lines.Add, CancellationToken.None);
        Assert.True(exit == ExitCodes.Done, string.Join(Environment.NewLine, lines));
    }

    /// <summary>The lab stays up: whoever started it stops it.</summary>
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Runs kubectl against the lab and returns its output; fails the test when kubectl fails.</summary>
    public async Task<string> KubectlAsync(params string[] arguments)
    {
        var (exit, output) = await TryKubectlAsync(arguments);
        Assert.True(exit == 0, $"kubectl {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public async Task<(int Exit, string Output)> TryKubectlAsync(params string[] arguments)
    {
        var lines = new List<string>();
        var exit = await Child.RunAsync(
            "kubectl", ["--kubeconfig", Kubeconfig, "--context", Context, .. arguments], lines.Add,
            CancellationToken.None);
        return (exit, string.Join('\n', lines));
    }
}

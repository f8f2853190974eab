using RedisInfra.Cli.Common;
using RedisInfra.Cli.Lab;

namespace Kubernetes.Tests;

/// <summary>The lab, up. Where none is possible every test is skipped and nothing is started.</summary>
public sealed class LabCluster : IAsyncLifetime
{
    /// <summary>The redis image's name in the lab.</summary>
    public const string RedisImage = "docker.io/lab/redis:7.0-debian12";

    /// <summary>The zookeeper image's name in the lab.</summary>
    public const string ZookeeperImage = "docker.io/lab/zookeeper:3.8-debian12";

    public const string Context = "lab";

    /// <summary>Below the 8 min after which a run counts as hanging (TestRunner).</summary>
    public const int TestTimeoutMs = 450_000;
    private const int Tries = 5;

    /// <summary>Two collections begin at the same time.</summary>
    private static readonly SemaphoreSlim s_starting = new(1);

    /// <summary>What an API server or its etcd says when the machine keeps them waiting.</summary>
    private static readonly string[] s_passing =
    [
        "etcdserver: request timed out", "etcdserver: leader changed", "TLS handshake timeout", "i/o timeout",
        "context deadline exceeded", "connection refused", "connection reset by peer", "unexpected EOF",
        "the server is currently unable to handle the request", "Client.Timeout exceeded", "was refused - did you",
    ];

    public string Kubeconfig => LabScripts.Kubeconfig;

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is not null) return;
        await s_starting.WaitAsync();
        try
        {
            if (await LabScripts.IsUpAsync(CancellationToken.None)) return;
            var lines = new List<string>();
            var exit = await LabScripts.UpAsync(lines.Add, CancellationToken.None);
            Assert.True(exit == ExitCodes.Done, string.Join(Environment.NewLine, lines));
        }
        finally
        {
            s_starting.Release();
        }
    }

    /// <summary>The lab stays up: whoever started it stops it.</summary>
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>
    /// Runs kubectl against the lab and returns its output; fails the test when kubectl fails. What only reads is tried
    /// again when the API server was kept waiting.
    /// </summary>
    public async Task<string> KubectlAsync(params string[] arguments)
    {
        var (exit, output) = await TryKubectlAsync(arguments);
        for (var tries = 1; tries < Tries && exit != 0 && arguments.Contains("get") && IsPassing(output); tries++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2));
            (exit, output) = await TryKubectlAsync(arguments);
        }

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

    private static bool IsPassing(string output) =>
        s_passing.Any(text => output.Contains(text, StringComparison.Ordinal));
}

using RedisInfra.Cli.Common;
using RedisInfra.Cli.Lab;
using RedisInfra.Kubernetes;
using Spectre.Console;

namespace RedisInfra.Cli.Deploy;

/// <summary>The machine this process runs on.</summary>
internal sealed class ClusterProbe(IAnsiConsole console) : IClusterProbe
{
    private static readonly TimeSpan ReachTimeout = TimeSpan.FromSeconds(15);

    public bool HasKubeconfig => HasOwn(
        Environment.GetEnvironmentVariable("KUBECONFIG"),
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), LabKubeconfig);

    public string LabKubeconfig => LabScripts.Kubeconfig;

    public async Task<KubeContext> ReachAsync(KubeTarget target, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ReachTimeout);
        await using var client = await KubeClient.ConnectAsync(target, cancellationToken: deadline.Token);
        return client.Context;
    }

    public Task<bool> IsLabUpAsync(CancellationToken cancellationToken) => LabScripts.IsUpAsync(cancellationToken);

    public Task<string?> FindLabObstacleAsync(CancellationToken cancellationToken) =>
        LabScripts.FindObstacleAsync(cancellationToken);

    public async Task<bool> StartLabAsync(Action<string> tell, CancellationToken cancellationToken) =>
        await LabScripts.UpAsync(tell, cancellationToken) == ExitCodes.Done;

    public void UseLab() => Environment.SetEnvironmentVariable("KUBECONFIG", LabScripts.Kubeconfig);

    internal static bool HasOwn(string? asked, string home, string lab) =>
        string.IsNullOrWhiteSpace(asked)
            ? File.Exists(Path.Combine(home, ".kube", "config"))
            : Path.GetFullPath(asked) != Path.GetFullPath(lab);

    public Task<bool> AskAsync(string question, CancellationToken cancellationToken) =>
        new ConfirmationPrompt(question).ShowAsync(console, cancellationToken);
}

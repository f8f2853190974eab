namespace Kubernetes.Tests;

/// <summary>
/// A namespace of its own for a test class, removed with all it holds when the class is done. Use:
/// <c>[Collection(LabCollection.Name)] class XTests(LabCluster lab, LabNamespace ns) :
/// IClassFixture&lt;LabNamespace&gt;</c>.
/// </summary>
public sealed class LabNamespace(LabCluster lab) : IAsyncLifetime
{
    public string Name { get; } = $"test-{Guid.NewGuid().ToString("N")[..10]}";

    public async Task InitializeAsync()
    {
        if (LabObstacle.Reason is null)
        {
            await lab.KubectlAsync("create", "namespace", Name);
        }
    }

    /// <summary>
    /// Pods go at once; the namespace itself goes in the background (it takes its controller some 15 s).
    /// </summary>
    public async Task DisposeAsync()
    {
        if (LabObstacle.Reason is null)
        {
            await lab.TryKubectlAsync(
                "-n", Name, "delete", "statefulset,deployment,job,pod", "--all", "--grace-period=0", "--force");
            await lab.TryKubectlAsync("delete", "namespace", Name, "--wait=false");
        }
    }

    /// <summary>kubectl in this namespace.</summary>
    public Task<string> KubectlAsync(params string[] arguments) => lab.KubectlAsync(["-n", Name, .. arguments]);
}

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
            await FilledAsync();
        }
    }

    /// <summary>
    /// Controllers put an account with its token and a certificate into it some moments later. Pods are refused before,
    /// and tests that compare what is there would take them for something new.
    /// </summary>
    private async Task FilledAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var found = await KubectlAsync("get", "serviceaccount,configmap,secret", "-o", "name");
            string[] wanted = ["serviceaccount/default", "configmap/kube-root-ca.crt", "secret/default-token-"];
            if (wanted.All(name => found.Contains(name, StringComparison.Ordinal))
                && await KubectlAsync("get", "serviceaccount/default", "-o", "jsonpath={.secrets[0].name}") != "")
            {
                return;
            }

            await Task.Delay(100, deadline.Token);
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

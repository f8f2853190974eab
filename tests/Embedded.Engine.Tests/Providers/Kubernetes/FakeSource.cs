using RedisInfra.Embedded.Engine.Providers.Kubernetes;
using RedisInfra.Model.Diagnostics;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

internal sealed class FakeSource(ICluster cluster) : IClusterSource
{
    public bool IsReachable { get; set; } = true;

    public Task<string> NamespaceAsync(KubernetesSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult(settings.Namespace ?? "default");

    public Task<string?> ServerAsync(KubernetesSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult(settings.Context is null ? null : $"https://{settings.Context.TrimEnd('2')}");

    public Task<ICluster> OpenAsync(KubernetesSettings settings, CancellationToken cancellationToken) => IsReachable
        ? Task.FromResult(cluster)
        : throw new DiagnosticException(new Diagnostic(
            "RI4005", "context \"none\"", "its API server is https://127.0.0.1:1", "it doesn't answer", "Start it"));
}

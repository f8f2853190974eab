using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;
using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Monitoring;

/// <summary>Objects of any kind, through the Kubernetes API.</summary>
internal sealed class KubernetesObjects : IKubernetesObjects
{
    private readonly KubeClient _client;

    private KubernetesObjects(KubeClient client) => _client = client;

    public static async Task<IKubernetesObjects> OpenAsync(
        KubernetesSettings settings, CancellationToken cancellationToken) => new KubernetesObjects(
        await KubeClient.ConnectAsync(settings.Target, null, cancellationToken));

    public async Task<bool> IsServedAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        await _client.FindResourceAsync(apiVersion, kind, cancellationToken) is not null;

    public Task<JsonObject?> GetAsync(ObjectText value, CancellationToken cancellationToken) =>
        _client.GetAsync(value.ApiVersion, value.Kind, value.Namespace, value.Name, cancellationToken);

    public Task ApplyAsync(JsonObject value, CancellationToken cancellationToken) =>
        _client.ApplyAsync(value, null, cancellationToken);

    public Task DeleteAsync(ObjectText value, CancellationToken cancellationToken) =>
        _client.DeleteAsync(value.ApiVersion, value.Kind, value.Namespace, value.Name, null, cancellationToken);

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}

using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;

namespace RedisInfra.Provider.Reach;

/// <summary>Pods and claims of one namespace, through the Kubernetes API.</summary>
internal sealed class KubernetesPods : IKubernetesPods
{
    private readonly KubeProxy _proxy;
    private readonly KubeClient _client;
    private readonly string _namespace;

    private KubernetesPods(KubeProxy proxy, string @namespace) =>
        (_proxy, _client, _namespace) = (proxy, new KubeClient(proxy), @namespace);

    public static async Task<IKubernetesPods> OpenAsync(
        KubernetesSettings settings, CancellationToken cancellationToken)
    {
        var proxy = await KubeProxy.StartAsync(settings.Target, cancellationToken);
        return new KubernetesPods(proxy, settings.Namespace);
    }

    public static bool IsError(Exception exception) => exception is KubeException;

    public Task<Stream> TunnelAsync(string pod, int port, CancellationToken cancellationToken) =>
        _client.PortForwardAsync(pod, port, _namespace, cancellationToken);

    public async Task<IReadOnlyDictionary<string, string>> PodIpsAsync(CancellationToken cancellationToken)
    {
        var pods = await _client.ListAsync("v1", "Pod", _namespace, null, cancellationToken);
        return pods.Items.ToDictionary(Name, pod => (string?)pod["status"]?["podIP"] ?? "", StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<PodState>> PodsAsync(string selector, CancellationToken cancellationToken)
    {
        var pods = await _client.ListAsync(
            "v1", "Pod", _namespace, new KubeSelector(Labels: selector), cancellationToken);
        return [.. pods.Items.Select(pod => new PodState(
            Name(pod), IsRunning(pod), (string?)pod["status"]?["phase"] is "Succeeded" or "Failed"))];
    }

    public async Task<(int Code, string Said)> ExecAsync(
        string pod, string container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var result = await _client.ExecAsync(pod, container, command, null, _namespace, cancellationToken);
        return (result.ExitCode, result.Output + result.Error);
    }

    public async Task<IReadOnlyList<string>> ClaimsAsync(string selector, CancellationToken cancellationToken)
    {
        var claims = await _client.ListAsync(
            "v1", "PersistentVolumeClaim", _namespace, new KubeSelector(Labels: selector), cancellationToken);
        return [.. claims.Items.Select(Name).Order(StringComparer.Ordinal)];
    }

    public Task DeleteClaimAsync(string name, CancellationToken cancellationToken) =>
        _client.DeleteAsync("v1", "PersistentVolumeClaim", _namespace, name, null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    private static bool IsRunning(JsonObject pod) =>
        (pod["status"]?["containerStatuses"] as JsonArray)?.Any(one => one?["state"]?["running"] is not null) is true;

    private static string Name(JsonObject item) => (string?)item["metadata"]?["name"] ?? "";
}

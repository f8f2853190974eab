using System.Collections.Concurrent;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>Opens clusters as kubectl would: any kubeconfig, any way to log in.</summary>
internal sealed class KubectlClusters(TimeProvider time) : IClusterSource, IDisposable
{
    private readonly ConcurrentDictionary<string, string> _contentFiles = new(StringComparer.Ordinal);

    public async Task<string> NamespaceAsync(KubernetesSettings settings, CancellationToken cancellationToken)
    {
        if (settings.Namespace is { } given)
            return given;
        try
        {
            return (await (await TargetAsync(settings, cancellationToken)).ResolveAsync(cancellationToken)).Namespace;
        }
        catch (DiagnosticException)
        {
            // What is wrong with the configuration is said where the cluster is needed; a preview gets by without.
            return "default";
        }
    }

    public async Task<string?> ServerAsync(KubernetesSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            return (await (await TargetAsync(settings, cancellationToken)).ResolveAsync(cancellationToken)).Server;
        }
        catch (DiagnosticException)
        {
            return null;
        }
    }

    public async Task<ICluster> OpenAsync(KubernetesSettings settings, CancellationToken cancellationToken)
    {
        var target = await TargetAsync(settings, cancellationToken);
        return new KubeCluster(await KubeClient.ConnectAsync(target, time, cancellationToken), time);
    }

    public void Dispose()
    {
        foreach (var content in _contentFiles.Keys)
        {
            if (_contentFiles.TryRemove(content, out var file))
                File.Delete(file);
        }
    }

    private async Task<KubeTarget> TargetAsync(KubernetesSettings settings, CancellationToken cancellationToken)
    {
        var path = settings.Kubeconfig;
        if (settings.HasKubeconfigContent)
            path = await FileOfAsync(settings.Kubeconfig!, cancellationToken);
        else if (path?.StartsWith("~/", StringComparison.Ordinal) == true)
            path = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]);
        return new KubeTarget(path, settings.Context, settings.Namespace);
    }

    /// <summary>kubectl reads files only. This one holds credentials: nobody else may read it.</summary>
    private async Task<string> FileOfAsync(string content, CancellationToken cancellationToken)
    {
        if (_contentFiles.TryGetValue(content, out var known))
            return known;

        // GetTempFileName creates it with 0600.
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, content, cancellationToken);
        var kept = _contentFiles.GetOrAdd(content, file);
        if (kept != file)
            File.Delete(file);
        return kept;
    }
}

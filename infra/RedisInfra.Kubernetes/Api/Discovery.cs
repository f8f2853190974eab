using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

/// <summary>What the cluster serves, asked once for each group version.</summary>
internal sealed class Discovery(Func<string, CancellationToken, Task<JsonObject?>> get)
{
    private readonly ConcurrentDictionary<string, Task<IReadOnlyList<KubeResource>>> _versions = new();

    /// <summary>The kind in just that version; null when the cluster doesn't serve it.</summary>
    public async Task<KubeResource?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        // Once more after a miss: a CustomResourceDefinition may have been made since.
        var known = _versions.ContainsKey(apiVersion);
        var found = (await KindsAsync(apiVersion, cancellationToken)).FirstOrDefault(r => r.Kind == kind);
        if (found is null && known)
        {
            _versions.TryRemove(apiVersion, out _);
            found = (await KindsAsync(apiVersion, cancellationToken)).FirstOrDefault(r => r.Kind == kind);
        }

        return found;
    }

    /// <summary>Every version of the group that serves the kind, the server's preferred one first.</summary>
    public async Task<IReadOnlyList<string>> ServedVersionsAsync(
        string group, string kind, CancellationToken cancellationToken)
    {
        if (group.Length == 0)
        {
            return await FindAsync("v1", kind, cancellationToken) is null ? [] : ["v1"];
        }

        var groups = await get("apis", cancellationToken);
        var entry = (groups?["groups"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(g => (string?)g["name"] == group);
        var served = new List<string>();
        foreach (var version in (entry?["versions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var apiVersion = (string)version["groupVersion"]!;
            if (await FindAsync(apiVersion, kind, cancellationToken) is not null)
            {
                served.Add(apiVersion);
            }
        }

        return served;
    }

    private async Task<IReadOnlyList<KubeResource>> KindsAsync(string apiVersion, CancellationToken cancellationToken)
    {
        var asked = _versions.GetOrAdd(apiVersion, version => LoadAsync(version, cancellationToken));
        try
        {
            return await asked.WaitAsync(cancellationToken);
        }
        catch when (asked.IsFaulted || asked.IsCanceled)
        {
            _versions.TryRemove(KeyValuePair.Create(apiVersion, asked));
            if (asked.IsCanceled && !cancellationToken.IsCancellationRequested)
            {
                return await LoadAsync(apiVersion, cancellationToken); // someone else's token ended the shared request
            }

            throw;
        }
    }

    private async Task<IReadOnlyList<KubeResource>> LoadAsync(string apiVersion, CancellationToken cancellationToken)
    {
        var list = await get((apiVersion.Contains('/') ? "apis/" : "api/") + apiVersion, cancellationToken);
        return [.. (list?["resources"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(r => !((string)r["name"]!).Contains('/')) // subresources
            .Select(r => new KubeResource(
                apiVersion, (string)r["kind"]!, (string)r["name"]!, (bool?)r["namespaced"] ?? false))];
    }
}

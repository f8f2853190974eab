using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;
using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Volumes;

/// <summary>Claims, through the Kubernetes API.</summary>
internal sealed class VolumeClaims : IVolumeClaims
{
    private const string Claim = "PersistentVolumeClaim";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private readonly KubeClient _client;

    private VolumeClaims(KubeClient client) => _client = client;

    public static async Task<IVolumeClaims> OpenAsync(
        KubernetesSettings settings, CancellationToken cancellationToken) => new VolumeClaims(
        await KubeClient.ConnectAsync(settings.Target, null, cancellationToken));

    public async Task<IReadOnlyList<VolumeClaim>> FindAsync(
        IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var list = await _client.ListAsync("v1", Claim, null, null, cancellationToken);
        return [.. list.Items.Where(item => names.Contains(item.Name())).Select(Read)];
    }

    public async Task<IReadOnlyList<VolumeClass>?> ClassesAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = await _client.ListAsync("storage.k8s.io/v1", "StorageClass", "", null, cancellationToken);
            return [.. list.Items.Select(VolumeClass.Read)];
        }
        catch (KubeException exception) when (exception.IsForbidden)
        {
            return null;
        }
    }

    public async Task<IReadOnlyDictionary<string, string>?> TemplatesAsync(
        string statefulSet, CancellationToken cancellationToken) =>
        await _client.GetAsync("apps/v1", "StatefulSet", null, statefulSet, cancellationToken) is { } found
            ? (found["spec"]?["volumeClaimTemplates"] as JsonArray ?? []).OfType<JsonObject>()
                .ToDictionary(
                    template => template.Name(), template => Storage(template["spec"]?["resources"], "requests"))
            : null;

    public async Task<IReadOnlyList<string>> MissingRightsAsync(bool letsGo, CancellationToken cancellationToken)
    {
        List<AccessQuestion> needs = [new("patch", "persistentvolumeclaims")];
        if (letsGo) needs.Add(new("delete", "statefulsets", "apps"));
        return [.. (await _client.CheckRightsAsync(needs, cancellationToken)).Select(missing => missing.ToString())];
    }

    public Task GrowAsync(string claim, string size, CancellationToken cancellationToken) => _client.PatchAsync(
        "v1", Claim, null, claim,
        new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = size } },
            },
        },
        PatchKind.Merge, null, cancellationToken);

    public async Task LetGoAsync(string statefulSet, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions { PropagationPolicy = "Orphan" };
        if (!await _client.DeleteAsync("apps/v1", "StatefulSet", null, statefulSet, options, cancellationToken)) return;
        while (await _client.GetAsync("apps/v1", "StatefulSet", null, statefulSet, cancellationToken) is not null)
            await Task.Delay(s_pause, cancellationToken);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private static VolumeClaim Read(JsonObject claim)
    {
        var growing = (claim["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(condition => (string?)condition["status"] == "True").ToList();
        return new VolumeClaim(
            claim.Name(), (string?)claim["spec"]?["storageClassName"] ?? "",
            (string?)claim["status"]?["phase"] == "Bound", Storage(claim["spec"]?["resources"], "requests"),
            Storage(claim["status"], "capacity"),
            growing.Any(condition => (string?)condition["type"] == "FileSystemResizePending"),
            string.Join("; ", growing.Select(condition => $"{condition["type"]} {condition["message"]}".TrimEnd())));
    }

    private static string Storage(JsonNode? node, string key) => (string?)node?[key]?["storage"] ?? "";
}

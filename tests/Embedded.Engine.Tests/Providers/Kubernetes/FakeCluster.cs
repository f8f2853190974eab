using System.Text.Json.Nodes;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;

namespace Embedded.Engine.Tests.Providers.Kubernetes;

/// <summary>Objects in memory. Applying replaces an object whole; deleting takes effect at the second look.</summary>
internal sealed class FakeCluster : ICluster
{
    private readonly Dictionary<string, JsonObject> _objects = [];
    private int _uids;

    public List<string> Calls { get; } = [];

    public HashSet<string> Served { get; } = ["v1", "apps/v1", "policy/v1beta1"];

    public Func<JsonObject, IReadOnlyList<string>> Problems { get; set; } = _ => [];

    public Func<ApplyRequest, ClusterException?> Refuse { get; set; } = _ => null;

    public JsonObject this[string key] { get => _objects[key]; set => _objects[key] = value; }

    public bool Has(string key) => _objects.ContainsKey(key);

    public void Remove(string key) => _objects.Remove(key);

    public Task<(string ApiVersion, bool IsNamespaced)?> FindKindAsync(
        string kind, IReadOnlyList<string> apiVersions, CancellationToken cancellationToken)
    {
        var found = apiVersions.FirstOrDefault(Served.Contains);
        return Task.FromResult<(string, bool)?>(
            found is null ? null : (found, !KindScope.IsClusterWide(found, kind)));
    }

    public Task<JsonObject?> GetAsync(ObjectRef target, CancellationToken cancellationToken)
    {
        var live = _objects.GetValueOrDefault(Key(target));
        if (live?["metadata"]?["deletionTimestamp"] is not null && live["metadata"]!["finalizers"] is null)
            _objects.Remove(Key(target));
        return Task.FromResult((JsonObject?)live?.DeepClone());
    }

    public Task<JsonObject> ApplyAsync(ApplyRequest request, CancellationToken cancellationToken)
    {
        Calls.Add($"apply {request.Target.ApiVersion} {request.Target} dryRun={request.DryRun} force={request.Force}");
        if (Refuse(request) is { } refusal)
            throw refusal;
        var key = Key(request.Target);
        var live = (JsonObject)request.Object.DeepClone();
        var metadata = (JsonObject)live["metadata"]!;
        metadata["uid"] = _objects.GetValueOrDefault(key)?["metadata"]?["uid"]?.GetValue<string>() ?? $"uid-{++_uids}";
        metadata["resourceVersion"] = $"{Calls.Count}";
        metadata["managedFields"] = new JsonArray(new JsonObject { ["manager"] = request.FieldManager });
        live["status"] = new JsonObject { ["seen"] = true };
        if (live["kind"]!.GetValue<string>() == "Secret" && live["stringData"] is JsonObject texts)
        {
            live.Remove("stringData");
            live["data"] = new JsonObject(texts.Select(t => KeyValuePair.Create(
                t.Key, (JsonNode?)Convert.ToBase64String(
                    System.Text.Encoding.UTF8.GetBytes(t.Value!.GetValue<string>())))));
        }

        if (!request.DryRun)
            _objects[key] = live;
        return Task.FromResult((JsonObject)live.DeepClone());
    }

    public Task<bool> DeleteAsync(ObjectRef target, string propagation, CancellationToken cancellationToken)
    {
        Calls.Add($"delete {target} {propagation}");
        if (!_objects.TryGetValue(Key(target), out var live))
            return Task.FromResult(false);
        live["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        return Task.FromResult(true);
    }

    public Task<WaitResult> WaitUntilLiveAsync(
        JsonObject applied, TimeSpan? timeout, Action<string> progress, CancellationToken cancellationToken)
    {
        progress($"waiting {timeout?.TotalSeconds} s");
        return Task.FromResult(new WaitResult(applied, Problems(applied)));
    }

    public ValueTask DisposeAsync()
    {
        Calls.Add("disposed");
        return ValueTask.CompletedTask;
    }

    private static string Key(ObjectRef target) => $"{target.Kind} {target.Id}";
}

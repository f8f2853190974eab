using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>Keeps the objects of one kind as a watch reports them.</summary>
internal sealed class RelatedWatch(
    KubeClient client, string apiVersion, string kind, string? place, KubeSelector? selector)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _objects = [];
    private JsonObject[] _list = [];

    /// <summary>Whether what is there has been read once.</summary>
    public bool IsSynced { get; private set; }

    public IReadOnlyList<JsonObject> Objects
    {
        get
        {
            lock (_lock)
            {
                return _list;
            }
        }
    }

    /// <summary>Watches until cancelled; <paramref name="onChange"/> is called after each change.</summary>
    /// <param name="isNeeded">Whether a refusal is thrown; else the kind is taken as empty.</param>
    /// <param name="onChange">Called after each change.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task RunAsync(bool isNeeded, Action onChange, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in client.WatchAsync(apiVersion, kind, place, selector, null, cancellationToken))
            {
                Take(change);
                if (IsSynced)
                {
                    onChange();
                }
            }
        }
        catch (Exception e) when (!isNeeded && e is (KubeException or Model.Diagnostics.DiagnosticException))
        {
            // For example no right to read events: the wait goes on with less to say.
            IsSynced = true;
            onChange();
        }
    }

    private void Take(WatchEvent change)
    {
        lock (_lock)
        {
            switch (change.Kind)
            {
                case WatchEventKind.Synced:
                    IsSynced = true;
                    break;
                case WatchEventKind.Deleted:
                    _objects.Remove(change.Object.Uid());
                    break;
                default:
                    _objects[change.Object.Uid()] = change.Object;
                    break;
            }

            if (IsSynced)
            {
                _list = [.. _objects.Values];
            }
        }
    }
}

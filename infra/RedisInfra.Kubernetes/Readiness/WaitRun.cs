using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>The watches of one wait: the object itself and what says how far it is.</summary>
internal sealed class WaitRun : IAsyncDisposable
{
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly JsonObject _object;
    private readonly List<RelatedWatch> _watches = [];
    private readonly List<Task> _running = [];
    private readonly CancellationTokenSource _ended;
    private readonly Task<JsonObject?> _storageClass;
    private readonly RelatedWatch _self;
    private readonly RelatedWatch? _pods;
    private readonly RelatedWatch? _replicaSets;
    private readonly RelatedWatch? _endpoints;
    private readonly RelatedWatch _events;

    public WaitRun(KubeClient client, JsonObject o, CancellationToken cancellationToken)
    {
        _object = o;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var place = o.Namespace();
        _self = Add(client, o.ApiVersion(), o.Kind(), place, KubeSelector.ByName(o.Name()));
        _events = Add(client, "v1", "Event", place, null);
        if (o.Kind() is not ("Pod" or "PersistentVolumeClaim") && Selectors.PodsOf(o) is { } labels)
        {
            _pods = Add(client, "v1", "Pod", place, new KubeSelector(labels));
            if (o.Kind() == "Deployment")
            {
                _replicaSets = Add(client, o.ApiVersion(), "ReplicaSet", place, new KubeSelector(labels));
            }
        }

        if (o.Kind() == "Service")
        {
            _endpoints = Add(client, "v1", "Endpoints", place, KubeSelector.ByName(o.Name()));
        }

        _storageClass = o.Kind() == "PersistentVolumeClaim"
            ? StorageClassAsync(client, _ended.Token) : Task.FromResult<JsonObject?>(null);
    }

    /// <summary>What is there now; null until everything has been read once.</summary>
    /// <exception cref="ReadinessException">The object is gone.</exception>
    public async Task<(JsonObject Live, RelatedObjects Related)?> SnapshotAsync(CancellationToken cancellationToken)
    {
        if (_running[0].IsFaulted)
        {
            await _running[0]; // the object itself can't be watched
        }

        if (!_watches.TrueForAll(w => w.IsSynced))
        {
            return null;
        }

        if (_self.Objects.FirstOrDefault() is not { } live)
        {
            throw new ReadinessException(
                $"{_object.Kind()} {_object.Name()} was deleted while it was waited for", [], false, _object);
        }

        return (live, new RelatedObjects
        {
            Pods = _pods?.Objects ?? [],
            ReplicaSets = _replicaSets?.Objects ?? [],
            Events = _events.Objects,
            Endpoints = _endpoints?.Objects ?? [],
            StorageClass = await _storageClass.WaitAsync(cancellationToken),
        });
    }

    /// <summary>Waits for a change, at most for <paramref name="limit"/>.</summary>
    public async Task ChangedAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        if (limit <= TimeSpan.Zero)
        {
            return;
        }

        using var over = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await _changed.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Time for the next look.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll([.. _running, _storageClass]).ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _ended.Dispose();
    }

    private RelatedWatch Add(KubeClient client, string apiVersion, string kind, string? place, KubeSelector? selector)
    {
        var watch = new RelatedWatch(client, apiVersion, kind, place, selector);
        var isFirst = _watches.Count == 0;
        _watches.Add(watch);
        _running.Add(RunAsync(watch, isFirst));
        return watch;
    }

    private async Task RunAsync(RelatedWatch watch, bool isNeeded)
    {
        try
        {
            await watch.RunAsync(isNeeded, () => _changed.Writer.TryWrite(true), _ended.Token);
        }
        finally
        {
            _changed.Writer.TryWrite(true);
        }
    }

    /// <summary>
    /// The claim's class: the one it names, else the default one; null when there is none or no right to look.
    /// </summary>
    private async Task<JsonObject?> StorageClassAsync(KubeClient client, CancellationToken cancellationToken)
    {
        const string isDefault = "storageclass.kubernetes.io/is-default-class";
        try
        {
            var named = _object.At("spec", "storageClassName");
            if (named is not null)
            {
                return named.Text() == "" ? null
                    : await client.GetAsync("storage.k8s.io/v1", "StorageClass", null, named.Text(), cancellationToken);
            }

            var all = await client.ListAsync("storage.k8s.io/v1", "StorageClass", "", null, cancellationToken);
            return all.Items.FirstOrDefault(c => c.At("metadata", "annotations", isDefault).Text() == "true");
        }
        catch (KubeException)
        {
            return null;
        }
    }
}

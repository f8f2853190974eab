using System.Collections.Immutable;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>
/// The state while a run changes it. Every resource keeps its place, so that an unchanged state is written as it was; a
/// new one comes behind what it needs. Nothing is written when nothing changed.
/// </summary>
internal sealed class Journal
{
    private const int GatherTurns = 64;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ISnapshotStore? _store;
    private readonly TimeProvider _clock;
    private readonly Snapshot _start;
    private readonly List<ResourceState?> _places = [];
    private readonly Dictionary<ResourceState, int> _placeOf = new(ReferenceEqualityComparer.Instance);
    private readonly List<PendingOperation> _pending;
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);
    private long _version;
    private long _savedVersion;

    /// <summary>Without a store nothing is written: a preview.</summary>
    public Journal(Snapshot start, ISnapshotStore? store, TimeProvider clock)
    {
        (_start, _store, _clock) = (start, store, clock);
        _pending = [.. start.PendingOperations];
        foreach (var resource in start.Resources) Append(resource);
    }

    /// <summary>The resources in an order in which each one's needs come first.</summary>
    public ImmutableArray<ResourceState> Resources
    {
        get
        {
            lock (_gate) return SnapshotOrder.Sort(Present());
        }
    }

    public ImmutableArray<PendingOperation> Pending
    {
        get
        {
            lock (_gate) return [.. _pending];
        }
    }

    public ResourceState? Find(Func<ResourceState, bool> predicate)
    {
        lock (_gate) return Present().FirstOrDefault(predicate);
    }

    /// <summary>Whether the resource is still there as it is.</summary>
    public bool Holds(ResourceState resource)
    {
        lock (_gate) return _placeOf.ContainsKey(resource);
    }

    /// <summary>
    /// Puts <paramref name="resource"/> in the place of <paramref name="old"/>, or behind all others.
    /// </summary>
    public void Put(ResourceState? old, ResourceState resource)
    {
        if (ReferenceEquals(old, resource)) return;
        lock (_gate)
        {
            if (old is null)
            {
                Append(resource);
                _version++;
                return;
            }

            if (!_placeOf.Remove(old, out var place))
                throw new InvalidOperationException($"bug in RedisInfra: {old.Urn} was changed by two steps at once");

            _version++;
            _places[place] = resource;
            _placeOf[resource] = place;
            if (old.Urn != resource.Urn) _renamed[old.Urn] = resource.Urn;
        }
    }

    public void Remove(ResourceState old)
    {
        lock (_gate)
        {
            if (!_placeOf.Remove(old, out var place)) return;
            _places[place] = null;
            _version++;
        }
    }

    /// <summary>Resources were found gone: nothing may refer to them any more. No step may be under way.</summary>
    public void DropReferences(IEnumerable<string> gone)
    {
        lock (_gate)
        {
            var there = Present().Select(r => r.Urn).ToHashSet(StringComparer.Ordinal);
            foreach (var urn in gone.Where(u => !there.Contains(u)))
                foreach (var other in Present().ToList()) Put(other, SnapshotOrder.WithoutReference(other, urn));
        }
    }

    public void Begin(PendingOperation operation)
    {
        lock (_gate)
        {
            _pending.Add(operation);
            _version++;
        }
    }

    public void End(PendingOperation? operation)
    {
        lock (_gate)
        {
            var at = operation is null ? -1 : _pending.FindIndex(o => ReferenceEquals(o, operation));
            if (at < 0) return;
            _pending.RemoveAt(at);
            _version++;
        }
    }

    /// <summary>Returns when all that happened before is on disk. Whoever waits together shares one write.</summary>
    public async Task SaveAsync()
    {
        if (_store is null) return;
        long wanted;
        lock (_gate) wanted = _version;
        // What was done must be written, whatever is cancelled.
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            if (_savedVersion >= wanted) return;
            await GatherAsync();
            long version;
            Snapshot snapshot;
            lock (_gate) (version, snapshot) = (_version, Build());
            await _store.SaveAsync(snapshot, CancellationToken.None);
            _savedVersion = version;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// The write before has let many steps go on, and what they do next is to be written too. While more is coming
    /// there is something to take along: a write costs what hundreds of steps do.
    /// </summary>
    private async Task GatherAsync()
    {
        for (var i = 0; i < GatherTurns; i++)
        {
            var seen = Interlocked.Read(ref _version);
            await Task.Yield();
            if (Interlocked.Read(ref _version) == seen) return;
        }
    }

    public Snapshot Snapshot()
    {
        lock (_gate) return Build();
    }

    private Snapshot Build()
    {
        if (_version == 0) return _start;
        var resources = Present();
        if (_renamed.Count > 0)
        {
            foreach (var resource in resources.ToList())
            {
                var renamed = SnapshotOrder.Rename(resource, _renamed);
                if (ReferenceEquals(renamed, resource)) continue;
                var place = _placeOf[resource];
                _places[place] = renamed;
                // The step that holds the old object must still find its place.
                _placeOf[renamed] = place;
            }

            resources = Present();
        }

        return _start with
        {
            Manifest = Manifest.New(_clock),
            Resources = [.. SnapshotOrder.Sort(resources)],
            PendingOperations = [.. _pending],
        };
    }

    private IEnumerable<ResourceState> Present() => _places.OfType<ResourceState>();

    private void Append(ResourceState resource)
    {
        _placeOf[resource] = _places.Count;
        _places.Add(resource);
    }
}

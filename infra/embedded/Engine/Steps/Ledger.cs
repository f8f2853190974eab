using System.Collections.Immutable;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Steps;

/// <summary>
/// Which of the state's resources and pending operations a declared resource has taken up, and which are left.
/// </summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceState> _olds = new(StringComparer.Ordinal);
    private readonly List<PendingOperation> _pending;
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _skipped = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Reservation> _reserved = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string> _order;

    public Ledger(IReadOnlyList<ResourceState> resources, IEnumerable<PendingOperation> pending)
    {
        foreach (var resource in resources.Where(r => !r.Delete)) _olds[resource.Urn] = resource;
        _order = [.. resources.Where(r => !r.Delete).Select(r => r.Urn)];
        _pending = [.. pending];
    }

    /// <summary>The resource that stands in the state for this goal, under its URN or an earlier one.</summary>
    public async Task<ResourceState?> ClaimAsync(Goal goal)
    {
        while (true)
        {
            Reservation? reservation = null;
            lock (_gate)
            {
                _declared.Add(goal.Urn);
                foreach (var urn in goal.Aliases.Prepend(goal.Urn))
                {
                    if (_reserved.TryGetValue(urn, out reservation)) break;
                    if (_olds.Remove(urn, out var old)) return old;
                }

                if (reservation is null) return null;
            }

            await reservation.Released.Task;
        }
    }

    /// <summary>
    /// Keeps a resource that isn't declared yet for its deletion by <paramref name="owner"/>; declaring it waits
    /// meanwhile. False when it is declared already, or another owner has seen to it. Ask in the order of the state
    /// only: owners wait for each other.
    /// </summary>
    public async Task<bool> TryReserveAsync(ResourceState resource, string owner)
    {
        Reservation? other;
        lock (_gate)
        {
            if (!_reserved.TryGetValue(resource.Urn, out other))
            {
                if (!_olds.TryGetValue(resource.Urn, out var found) || !ReferenceEquals(found, resource)) return false;
                _reserved[resource.Urn] = new Reservation(owner);
                return true;
            }
        }

        if (other.Owner == owner) return true;
        await other.Released.Task;
        return false;
    }

    public void Release(string owner)
    {
        lock (_gate)
        {
            foreach (var (urn, reservation) in _reserved.Where(r => r.Value.Owner == owner).ToList())
            {
                _reserved.Remove(urn);
                reservation.Released.TrySetResult();
            }
        }
    }

    /// <summary>
    /// An operation of an earlier run on this goal's resource whose end isn't known; a creation before others.
    /// </summary>
    public PendingOperation? TakePending(Goal goal)
    {
        lock (_gate)
        {
            var operation = _pending.Where(o => o.Resource.Urn == goal.Urn || goal.Aliases.Contains(o.Resource.Urn))
                .OrderBy(o => o.Type).FirstOrDefault();
            if (operation is not null) _pending.Remove(operation);
            return operation;
        }
    }

    public void Skip(Goal goal)
    {
        lock (_gate) _skipped.Add(goal.Urn);
    }

    /// <summary>A resource among <paramref name="urns"/> that was left out of this run and doesn't exist.</summary>
    public string? FirstSkipped(IEnumerable<string> urns)
    {
        lock (_gate) return urns.FirstOrDefault(_skipped.Contains);
    }

    public bool IsDeclared(string urn)
    {
        lock (_gate) return _declared.Contains(urn);
    }

    /// <summary>Whether nothing has taken this operation up.</summary>
    public bool IsLeft(PendingOperation operation)
    {
        lock (_gate) return _pending.Contains(operation, ReferenceEqualityComparer.Instance);
    }

    /// <summary>What isn't declared yet, in dependency order.</summary>
    public ImmutableArray<ResourceState> Unclaimed()
    {
        lock (_gate) return [.. _order.Where(_olds.ContainsKey).Select(urn => _olds[urn])];
    }

    /// <summary>A resource that wasn't declared yet has become another state.</summary>
    public void Replace(ResourceState old, ResourceState current)
    {
        lock (_gate)
        {
            if (_olds.TryGetValue(old.Urn, out var found) && ReferenceEquals(found, old)) _olds[old.Urn] = current;
        }
    }

    private sealed record Reservation(string Owner)
    {
        public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

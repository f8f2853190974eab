using System.Collections.Immutable;
using RedisInfra.Embedded.Engine.State;
using RedisInfra.Embedded.Engine.Steps;

namespace RedisInfra.Embedded.Engine.Deploy;

/// <summary>Which of the resources to delete no other one of them needs any more. Not thread-safe.</summary>
internal sealed class DeleteGraph
{
    private readonly ImmutableArray<ResourceState> _order;
    private readonly Dictionary<ResourceState, int> _users = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ResourceState, List<ResourceState>> _needs = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ResourceState> _taken = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ResourceState> _removed = new(ReferenceEqualityComparer.Instance);

    /// <summary>The resources in dependency order.</summary>
    public DeleteGraph(ImmutableArray<ResourceState> resources)
    {
        _order = resources;
        var byUrn = resources.ToLookup(r => r.Urn, StringComparer.Ordinal);
        foreach (var resource in resources) _users[resource] = 0;
        foreach (var resource in resources)
        {
            var needs = Targets.NeedsOf(resource).Distinct(StringComparer.Ordinal)
                .SelectMany(urn => byUrn[urn]).Where(r => !ReferenceEquals(r, resource)).ToList();
            _needs[resource] = needs;
            foreach (var need in needs) _users[need]++;
        }
    }

    public void Remove(ResourceState resource)
    {
        _removed.Add(resource);
        foreach (var need in _needs[resource]) _users[need]--;
    }

    /// <summary>
    /// Those not given out before, the last of the state first. References of several generations can form a circle:
    /// when nothing else is left to wait for, the last one goes first.
    /// </summary>
    public ImmutableArray<ResourceState> TakeReady(bool isStuck = false)
    {
        var ready = _order.Reverse().Where(r => !_taken.Contains(r) && _users[r] == 0).ToImmutableArray();
        if (ready.IsEmpty && isStuck && _taken.Count == _removed.Count)
            ready = [.. _order.Reverse().Where(r => !_taken.Contains(r)).Take(1)];
        _taken.UnionWith(ready);
        return ready;
    }
}

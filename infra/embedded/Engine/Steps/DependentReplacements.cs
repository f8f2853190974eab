using System.Collections.Immutable;
using Pulumi.Experimental;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Steps;

/// <summary>
/// When a resource is deleted before its replacement exists, what was made from it may have to go first: every resource
/// whose provider would replace it if the properties that come from the deleted ones became unknown.
/// </summary>
internal sealed class DependentReplacements(RunContext run, Ledger ledger)
{
    /// <summary>
    /// In the order of deletion. Only what isn't declared yet: the rest no longer depends on the old one. They stay
    /// reserved for <paramref name="root"/> until the ledger releases them.
    /// </summary>
    public async Task<ImmutableArray<ResourceState>> OfAsync(ResourceState root)
    {
        var doomed = new HashSet<string>(StringComparer.Ordinal) { root.Urn };
        var found = new List<ResourceState>();
        foreach (var candidate in ledger.Unclaimed())
        {
            if (candidate.PendingReplacement || candidate.External || !candidate.Custom) continue;
            if (!await NeedsReplacementAsync(candidate, doomed)) continue;
            if (!await ledger.TryReserveAsync(candidate, root.Urn)) continue;
            doomed.Add(candidate.Urn);
            found.Add(candidate);
        }

        found.Reverse();
        return [.. found];
    }

    private async Task<bool> NeedsReplacementAsync(ResourceState candidate, HashSet<string> doomed)
    {
        if (candidate.Provider.Length > 0 && doomed.Contains(Urns.ParseReference(candidate.Provider).Urn)) return true;
        if (candidate.DeletedWith.Length > 0 && doomed.Contains(candidate.DeletedWith)) return true;
        var inputs = candidate.Inputs;
        foreach (var (name, urns) in candidate.PropertyDependencies)
        {
            if (urns.Any(doomed.Contains) && inputs.ContainsKey(name))
                inputs = inputs.SetItem(name, PropertyValue.Computed);
        }

        if (ReferenceEquals(inputs, candidate.Inputs) || Urns.IsProviderType(candidate.Type)) return false;
        var provider = await run.Registry.GetAsync(candidate.Provider);
        var difference = await run.CallAsync(ct => provider.DiffAsync(candidate, inputs, candidate.IgnoreChanges, ct));
        return difference.NeedsReplacement;
    }
}

using System.Collections.Immutable;
using RedisInfra.Embedded.Engine.Deploy;
using RedisInfra.Embedded.Engine.Providers.Kubernetes;
using RedisInfra.Embedded.Engine.Registry;
using RedisInfra.Embedded.Engine.State;

namespace RedisInfra.Embedded.Engine.Steps;

/// <summary>How a declared resource differs from the state, its options and its provider taken into account.</summary>
internal sealed class Differ(RunContext run)
{
    public async Task<Difference> CompareAsync(
        Goal goal, ResourceState old, IResourceProvider provider, ResourceState wanted)
    {
        var answer = await run.CallAsync(ct =>
            provider.DiffAsync(old, wanted.Inputs, goal.Request.IgnoreChanges, ct));
        var replaces = answer.ReplaceKeys.ToList();
        if (run.Replacements.IsRestricted && run.Replacements.Names(goal.Urn)) replaces.Add("id");
        if (await ProviderNeedsReplacementAsync(goal, old)) replaces.Add("provider");
        replaces.AddRange(ReplaceOnChanges(goal, old, wanted, answer));

        var keys = replaces.Distinct(StringComparer.Ordinal).ToImmutableArray();
        return answer with
        {
            HasChanges = answer.HasChanges || !keys.IsEmpty,
            ReplaceKeys = keys,
            DeleteBeforeReplace = goal.Request.DeleteBeforeReplace ?? answer.DeleteBeforeReplace,
        };
    }

    /// <summary>Default providers stand for each other: a new version of one doesn't move its resources.</summary>
    public bool ProviderUrnDiffers(string oldReference, string newReference)
    {
        var (oldUrn, newUrn) = (Urns.ParseReference(oldReference).Urn, Urns.ParseReference(newReference).Urn);
        return oldUrn != newUrn && !(Urns.IsDefaultProvider(oldUrn) && Urns.IsDefaultProvider(newUrn))
            && oldUrn.Length > 0;
    }

    private async Task<bool> ProviderNeedsReplacementAsync(Goal goal, ResourceState old)
    {
        if (goal.IsProvider || old.Provider == goal.Provider) return false;
        var newUrn = Urns.ParseReference(goal.Provider).Urn;
        if (Urns.ParseReference(old.Provider).Urn == newUrn) return run.Registry.WasReplaced(newUrn);
        if (!ProviderUrnDiffers(old.Provider, goal.Provider)) return false;

        // Another provider object: what matters is whether its configuration leads elsewhere.
        var before = run.Journal.Find(r => $"{r.Urn}::{r.Id}" == old.Provider);
        var now = run.Journal.Find(r => $"{r.Urn}::{r.Id}" == goal.Provider);
        if (before is null || now is null) return true;
        var difference = await run.CallAsync(ct => run.Registry.ForProviders.DiffAsync(before, now.Inputs, [], ct));
        return difference.NeedsReplacement;
    }

    private static IEnumerable<string> ReplaceOnChanges(
        Goal goal, ResourceState old, ResourceState wanted, Difference answer)
    {
        if (goal.Request.ReplaceOnChanges.IsDefaultOrEmpty) return [];
        var changed = PropertyBags.ChangedPaths(old.Inputs, wanted.Inputs)
            .Select(p => (IReadOnlyList<object>)p)
            .Concat(answer.Detailed.Keys.Concat(answer.Diffs)
                .Select(p => (IReadOnlyList<object>)PropertyPath.Parse(p)));
        return changed
            .Where(path => path.Count > 0 && goal.Request.ReplaceOnChanges.Any(p => PropertyBags.Matches(path, p)))
            .Select(path => PropertyPath.Format(path.Take(1)));
    }
}

using System.Collections.Immutable;

namespace RedisInfra.Embedded.Engine.State;

/// <summary>What must hold for every state, on load and before each write. Pure.</summary>
internal static class SnapshotIntegrity
{
    /// <summary>Everything that is wrong, in the order of the file; empty when it is sound.</summary>
    public static ImmutableArray<string> Check(Snapshot snapshot)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var manifest = snapshot.Manifest;
        if (manifest.Version.Length > 0 && manifest.Magic != Manifest.MagicOf(manifest.Version))
            problems.Add("the manifest's magic isn't the hash of its version");

        var before = new HashSet<string>(StringComparer.Ordinal);
        var live = new HashSet<string>(StringComparer.Ordinal);
        var providers = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < snapshot.Resources.Count; i++)
            CheckResource(snapshot.Resources[i], i, before, live, providers, problems);
        return problems.ToImmutable();
    }

    private static void CheckResource(
        ResourceState r, int index, HashSet<string> before, HashSet<string> live, HashSet<string> providers,
        ImmutableArray<string>.Builder problems)
    {
        if (r.Urn.Length == 0)
        {
            problems.Add($"resource {index} has no URN");
            return;
        }

        if (r.Type.Length == 0) problems.Add($"{r.Urn} has no type");
        if (!r.Custom && r.Id.Length > 0) problems.Add($"{r.Urn} is a component but has the id {r.Id}");
        if (r.Provider.Length > 0 && !providers.Contains(r.Provider))
            problems.Add($"{r.Urn} needs the provider {r.Provider}, which doesn't stand before it");
        if (r.Parent.Length > 0 && !before.Contains(r.Parent))
            problems.Add($"{r.Urn} has the parent {r.Parent}, which doesn't stand before it");
        foreach (var dependency in r.Dependencies)
        {
            if (!before.Contains(dependency))
                problems.Add($"{r.Urn} depends on {dependency}, which doesn't stand before it");
        }

        if (!r.Delete && !live.Add(r.Urn)) problems.Add($"{r.Urn} stands there twice");
        before.Add(r.Urn);
        if (r.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal)) providers.Add($"{r.Urn}::{r.Id}");
    }
}

using Pulumi;
using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Topology;

/// <summary>What becomes of the claims when a cluster or a set is deleted, or members leave it.</summary>
internal sealed class ClaimKeeper(ProviderEnvironment environment, EngineLog log)
{
    /// <summary>
    /// Those that left need their claims no more. Kept ones hold an empty node; declared to go, they go with their
    /// pods.
    /// </summary>
    public async Task RemoveLeftAsync(
        Urn urn, KubernetesSettings? kubernetes, IReadOnlyCollection<string> left, CancellationToken cancellationToken)
    {
        if (left.Count > 0 && kubernetes?.FilesAt is { } place)
            await log.InfoAsync(
                urn,
                $"keeps the files of {left.Count} member(s) that left; who has the name again finds them: "
                + Places(place, left));
        if (left.Count == 0 || kubernetes is not { ClaimSelector: { } selector, KeepsClaims: false } settings) return;
        await using var pods = await environment.OpenKubernetes(settings, cancellationToken);
        var claims = (await pods.ClaimsAsync(selector, cancellationToken)).Where(claim => left.Any(member =>
            claim.EndsWith($"-{member}", StringComparison.Ordinal))).ToList();
        if (claims.Count == 0) return;
        foreach (string claim in claims) await pods.DeleteClaimAsync(claim, cancellationToken);
        await log.InfoAsync(urn, $"deletes {claims.Count} claim(s) of members that left, as declared; they go when "
            + $"their pods are gone: {string.Join(", ", claims)}");
    }

    private static string Places(string place, IEnumerable<string> members) =>
        string.Join(", ", members.Select(member => $"{place.TrimEnd('/')}/{member}"));

    /// <summary>Those of all members, when <paramref name="whose"/> is deleted. Nothing of Kubernetes deletes what is
    /// on an NFS server, so it is said where it is.</summary>
    public async Task EndAsync(
        Urn urn, string whose, KubernetesSettings? settings, IEnumerable<string> members,
        CancellationToken cancellationToken)
    {
        if (settings?.FilesAt is { } place)
            await log.InfoAsync(
                urn,
                $"keeps the files of {whose}; who has the name again finds them. To be rid of the data, delete at the "
                + $"server: {Places(place, members)}");
        if (settings?.ClaimSelector is not { } selector) return;
        try
        {
            await using var pods = await environment.OpenKubernetes(settings, cancellationToken);
            var claims = await pods.ClaimsAsync(selector, cancellationToken);
            if (claims.Count == 0) return;
            if (settings.KeepsClaims)
            {
                await log.InfoAsync(urn,
                    $"keeps {claims.Count} claim(s) of {whose} with their data, because "
                    + $"they are declared to outlive it: {string.Join(", ", claims)}. To remove them: "
                    + $"kubectl delete pvc -n {settings.Namespace} -l {selector}");
                return;
            }
            foreach (string claim in claims) await pods.DeleteClaimAsync(claim, cancellationToken);
            await log.InfoAsync(urn,
                $"deletes {claims.Count} claim(s) with their data, as declared; they go when their pods "
                + $"are gone: {string.Join(", ", claims)}");
        }
        catch (Exception exception) when (settings.KeepsClaims && TopologySession.IsUnreachable(exception)
            && !cancellationToken.IsCancellationRequested)
        {
            await log.WarnAsync(urn, $"the claims of {whose} are kept, but can't be listed: "
                + $"{exception.Message}. To see them: kubectl get pvc -n {settings.Namespace} -l {selector}");
        }
    }
}

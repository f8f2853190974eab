using Pulumi;
using RedisInfra.Model.Topology;
using RedisInfra.Provider.Reach;

namespace RedisInfra.Provider.Topology;

/// <summary>What becomes of the claims when a cluster is deleted.</summary>
internal sealed class ClaimKeeper(ProviderEnvironment environment, EngineLog log)
{
    /// <summary>
    /// Those that left need their claims no more. Kept ones hold an empty node; declared to go, they go with their
    /// pods.
    /// </summary>
    public async Task RemoveLeftAsync(
        Urn urn, TopologyInputs inputs, IEnumerable<Member> before, CancellationToken cancellationToken)
    {
        var names = inputs.Desired.Members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        var left = before.Where(member => !names.Contains(member.Name)).ToList();
        if (left.Count == 0 || inputs.Kubernetes is not { ClaimSelector: { } selector, KeepsClaims: false } settings)
            return;
        await using var pods = await environment.OpenKubernetes(settings, cancellationToken);
        var claims = (await pods.ClaimsAsync(selector, cancellationToken)).Where(claim => left.Any(member =>
            claim.EndsWith($"-{member.Name}", StringComparison.Ordinal))).ToList();
        if (claims.Count == 0) return;
        foreach (string claim in claims) await pods.DeleteClaimAsync(claim, cancellationToken);
        await log.InfoAsync(urn, $"deletes {claims.Count} claim(s) of members that left, as declared; they go when "
            + $"their pods are gone: {string.Join(", ", claims)}");
    }

    public async Task HandleAsync(Urn urn, string cluster, KubernetesSettings settings,
        CancellationToken cancellationToken)
    {
        string selector = settings.ClaimSelector!;
        try
        {
            await using var pods = await environment.OpenKubernetes(settings, cancellationToken);
            var claims = await pods.ClaimsAsync(selector, cancellationToken);
            if (claims.Count == 0) return;
            if (settings.KeepsClaims)
            {
                await log.InfoAsync(urn,
                    $"keeps {claims.Count} claim(s) of Redis Cluster \"{cluster}\" with their data, because "
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
            await log.WarnAsync(urn, $"the claims of Redis Cluster \"{cluster}\" are kept, but can't be listed: "
                + $"{exception.Message}. To see them: kubectl get pvc -n {settings.Namespace} -l {selector}");
        }
    }
}

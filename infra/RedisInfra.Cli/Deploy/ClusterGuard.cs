using RedisInfra.Kubernetes;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Cli.Deploy;

/// <summary>
/// Makes sure that a Kubernetes answers before anything is touched. A cluster that the stack or the user's kubeconfig
/// names must answer itself: a lab taken in its place would be deployed to by mistake, and a destroy would forget what
/// stands there. Only where none is named the lab is offered (with --yes: made).
/// </summary>
internal sealed class ClusterGuard(IClusterProbe probe)
{
    private const string NoContext = "RI4003";
    private const string NoAnswer = "RI4005";

    /// <summary>The context that will be used; null when a preview goes on without a cluster.</summary>
    /// <exception cref="DiagnosticException">RI4001 to RI4006 from the cluster, RI6020 to RI6022 and RI6024 about the
    /// lab.</exception>
    public async Task<KubeContext?> EnsureAsync(ClusterRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await probe.ReachAsync(new KubeTarget(request.Kubeconfig, request.Context), cancellationToken);
        }
        catch (DiagnosticException refused) when (request.IsExplicit || IsConfigured(refused))
        {
            if (request.Operation != "preview" || refused.Diagnostics.Any(d => d.Code != NoAnswer))
            {
                if (request.IsExplicit)
                {
                    throw;
                }

                throw new DiagnosticException([.. refused.Diagnostics, NotTheLab()]);
            }

            request.Tell($"No cluster answers ({refused.Diagnostics[0].Code}): what depends on it is unknown until "
                + "deployed.");
            return null;
        }
        catch (DiagnosticException none)
        {
            return await FallBackAsync(request, none, cancellationToken);
        }
    }

    /// <summary>A kubeconfig without a current context names no cluster.</summary>
    private bool IsConfigured(DiagnosticException refused) =>
        probe.HasKubeconfig && refused.Diagnostics.All(d => d.Code != NoContext);

    private Diagnostic NotTheLab() => new(
        "RI6024", "lab", "it is only taken where no cluster is configured", "the kubeconfig names one",
        $"Make that one answer, or for the lab run ./redisinfra lab up and set KUBECONFIG={probe.LabKubeconfig}");

    private async Task<KubeContext?> FallBackAsync(
        ClusterRequest request, DiagnosticException none, CancellationToken cancellationToken)
    {
        if (await probe.IsLabUpAsync(cancellationToken))
        {
            request.Tell("No cluster is configured: using the lab that runs on this machine.");
        }
        else if (request.Operation == "preview")
        {
            request.Tell("No cluster is configured: what depends on it is unknown until deployed.");
            return null;
        }
        else
        {
            await StartLabAsync(request, none, cancellationToken);
        }

        probe.UseLab();
        return await probe.ReachAsync(new KubeTarget(), cancellationToken);
    }

    private async Task StartLabAsync(
        ClusterRequest request, DiagnosticException none, CancellationToken cancellationToken)
    {
        if (await probe.FindLabObstacleAsync(cancellationToken) is { } obstacle)
        {
            throw new DiagnosticException([.. none.Diagnostics, new Diagnostic(
                "RI6020", "lab", "it would be made where no cluster answers",
                    $"it can't be here: {obstacle.TrimEnd('.')}",
                "Set kubernetes:context or KUBECONFIG to a cluster that answers")]);
        }

        const string Offer = "No cluster is configured. Make a lab on this machine (once about 9 minutes, later "
            + "seconds) and deploy to it?";
        var agreed = request.Yes || (request.MayAsk && await probe.AskAsync(Offer, cancellationToken));
        if (!agreed)
        {
            throw new DiagnosticException([.. none.Diagnostics, new Diagnostic(
                "RI6021", "lab", "it can be made on this machine", "nobody agreed to it",
                "Run ./redisinfra lab up, add --yes, or set kubernetes:context to a cluster that answers")]);
        }

        request.Tell("No cluster is configured: making and starting the lab on this machine.");
        if (!await probe.StartLabAsync(request.Tell, cancellationToken))
        {
            throw new DiagnosticException(new Diagnostic(
                "RI6022", "lab", "it was to be started", "it did not come up",
                "Read what it said above, then run ./redisinfra lab up"));
        }
    }
}

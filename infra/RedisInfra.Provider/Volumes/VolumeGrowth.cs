using Pulumi;
using RedisInfra.Kubernetes;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Provider.Volumes;

/// <summary>Looks at claims, tells what is going to be done with them, and does it. What was done stays done when it is
/// killed: the next run sees it at the claims.</summary>
internal sealed class VolumeGrowth(ProviderEnvironment environment, EngineLog log)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_nodeTimeout = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    public static async Task<ExpansionPlan> PlanAsync(
        IVolumeClaims claims, VolumeExpansionInputs inputs, VolumeExpansionInputs? old, CancellationToken ct)
    {
        var found = await claims.FindAsync([.. inputs.Claims.SelectMany(inputs.NamesOf)], ct);
        return ExpansionPlan.Of(inputs, old, new VolumeFacts
        {
            Claims = [.. found],
            Classes = found.Count > 0 ? await claims.ClassesAsync(ct) : null,
            Templates = old is null && inputs.HasSet ? await claims.TemplatesAsync(inputs.Workload, ct) : null,
        });
    }

    /// <summary>Tells what is going to be done.</summary>
    public async Task TellAsync(Urn urn, VolumeExpansionInputs inputs, ExpansionPlan plan)
    {
        foreach (var group in plan.Grows.GroupBy(pair => (pair.Claim.Asked, pair.Size)))
            await log.InfoAsync(
                urn, $"{ExpansionPlan.Names(group.Select(pair => pair.Claim))}: grow from {group.Key.Asked} to "
                + $"{group.Key.Size} while their pods run");
        if (plan.LetsGo)
            await log.InfoAsync(
                urn, $"StatefulSet {inputs.Id} is replaced without its pods, which run on: its claim template can't "
                + "change");
        if (plan.Pending.Length > 0)
            await log.WarnAsync(
                urn, $"{ExpansionPlan.Names(plan.Pending)}: without a volume yet, and can't be changed before; each "
                + "keeps asking for what it does");
    }

    /// <summary>Tells that it couldn't be asked.</summary>
    public Task UnaskedAsync(Urn urn, VolumeExpansionInputs inputs, string why) => log.InfoAsync(urn, new Diagnostic(
        "RI4624", inputs.Where, "the claims that stand should be looked at", $"they could not be: {why.TrimEnd('.')}",
        "Nothing has to be done, unless a size is to change", Severity.Info).ToString());

    public async Task RunAsync(
        Urn urn, IVolumeClaims claims, VolumeExpansionInputs inputs, ExpansionPlan plan, TimeSpan timeout,
        CancellationToken ct)
    {
        foreach (var (claim, size) in plan.Grows)
            await ActAsync(
                inputs, $"{claim.Name} should grow to {size}", () => claims.GrowAsync(claim.Name, size, ct));
        await WaitAsync(urn, claims, inputs, plan, timeout > TimeSpan.Zero ? timeout : s_timeout, ct);
        if (plan.Grows.Length > 0)
            await log.InfoAsync(urn, $"grew {ExpansionPlan.Names(plan.Grows.Select(pair => pair.Claim))}");
        if (plan.LetsGo)
            await ActAsync(
                inputs, $"StatefulSet {inputs.Id} should be deleted without its pods",
                () => claims.LetGoAsync(inputs.Workload, ct));
    }

    /// <summary>Until all volumes have their size.</summary>
    private async Task WaitAsync(
        Urn urn, IVolumeClaims claims, VolumeExpansionInputs inputs, ExpansionPlan plan, TimeSpan timeout,
        CancellationToken ct)
    {
        var sizes = plan.Waits.ToDictionary(pair => pair.Claim.Name, pair => pair.Size);
        long start = environment.Time.GetTimestamp();
        while (sizes.Count > 0)
        {
            var found = await claims.FindAsync(sizes.Keys, ct);
            var left = found.Where(claim => !claim.IsOf(sizes[claim.Name])).ToList();
            if (left.Count == 0) return;
            var waited = environment.Time.GetElapsedTime(start);
            if (waited > s_nodeTimeout && left.All(claim => claim.IsForNode))
            {
                // Some drivers make a file system larger only when it is mounted anew.
                await log.WarnAsync(
                    urn, $"{ExpansionPlan.Names(left)}: the volumes have grown, and their file systems do when the "
                    + "pods are started again; pods were not touched. kubectl delete pod does it, one after the other");
                return;
            }
            if (waited > timeout)
                throw new DiagnosticException(new Diagnostic(
                    "RI4623", inputs.Where,
                    $"{ExpansionPlan.Names(left)} should have grown within {timeout.TotalSeconds} s",
                    $"they didn't: {Says(left)}",
                    "See kubectl describe pvc, correct the cause, and run up again: it goes on from there"));
            log.Progress(urn, $"waits for {left.Count} of {sizes.Count} volumes to grow");
            await Task.Delay(s_pause, environment.Time, ct);
        }
    }

    private static string Says(List<VolumeClaim> left) => string.Join(", ", left.Select(claim => claim.Says.Length > 0
        ? $"{claim.Name} has {claim.Has} ({claim.Says})" : $"{claim.Name} has {claim.Has}"));

    private static async Task ActAsync(VolumeExpansionInputs inputs, string what, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (KubeException exception) when (!exception.IsNotFound)
        {
            throw new DiagnosticException(new Diagnostic(
                "RI4623", inputs.Where, what, $"the API server refuses: {exception.Message.TrimEnd('.')}",
                "Correct the cause and run up again: what was done before stays done"));
        }
        catch (KubeException)
        {
            // Somebody deleted it: there is nothing to change any more.
        }
    }
}

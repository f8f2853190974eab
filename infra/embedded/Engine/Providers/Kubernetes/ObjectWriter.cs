using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

using Bag = ImmutableDictionary<string, PropertyValue>;

/// <summary>Creates and updates objects by server-side apply, and waits until they live.</summary>
internal sealed class ObjectWriter(ICluster cluster, KubernetesSettings settings, Progress progress, TimeProvider time)
{
    private const int NotFound = 404;
    private const int MaxAttempts = 5;
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(500);
    private readonly ExistingObjects _existing = new(cluster, progress.Urn);

    public async Task<(string Id, Bag Outputs)> CreateAsync(Bag inputs, TimeSpan timeout, CancellationToken ct)
    {
        var target = ObjectRef.Of(inputs);
        var served = await ServedAsync(target, warn: true, ct);
        await RefuseForeignAsync(served, ct);
        return await ApplyAndWaitAsync(served, target, inputs, inputs, ManagerOf(Bag.Empty), timeout, ct);
    }

    public async Task<Bag> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var target = ObjectRef.Of(request.NewInputs).WithId(request.Id);
        var served = await ServedAsync(target, warn: true, ct);
        var declared = await KeepIgnoredAsync(served, request.NewInputs, request.IgnoreChanges, ct);
        var (_, outputs) = await ApplyAndWaitAsync(
            served, target, declared, request.NewInputs, ManagerOf(request.OldOutputs), request.Timeout, ct);
        return outputs;
    }

    public async Task<Bag> PreviewCreateAsync(Bag inputs, CancellationToken ct)
    {
        var target = ObjectRef.Of(inputs);
        if (await FindAsync(target, ct) is not { } served)
            return inputs;
        try
        {
            // It stands until the real run replaces it, or it is someone else's: a dry run would describe that one.
            if (await cluster.GetAsync(served, ct) is not null)
                return inputs;

            var dryRun = await cluster.ApplyAsync(
                new(served, Body(served, inputs), ManagerOf(Bag.Empty), Force: true, DryRun: true), ct);
            return Checkpoint.PreviewOutputs(dryRun, inputs, isNew: true);
        }
        catch (ClusterException e) when (e.TellsNothing)
        {
            return inputs;
        }
        catch (ClusterException e)
        {
            throw new DiagnosticException(KubernetesErrors.Refused(target, "it is to be created", e));
        }
    }

    public async Task<Bag> PreviewUpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var target = ObjectRef.Of(request.NewInputs).WithId(request.Id);
        if (await FindAsync(target, ct) is not { } served)
            return request.NewInputs;
        try
        {
            var dryRun = await cluster.ApplyAsync(
                new(served, Body(served, request.NewInputs), ManagerOf(request.OldOutputs), Force: true, DryRun: true),
                ct);
            return Checkpoint.PreviewOutputs(dryRun, request.NewInputs, isNew: false);
        }
        catch (ClusterException e) when (e.TellsNothing)
        {
            return request.NewInputs;
        }
        catch (ClusterException e)
        {
            throw new DiagnosticException(KubernetesErrors.Refused(target, "it is to be updated", e));
        }
    }

    private async Task<(string Id, Bag Outputs)> ApplyAndWaitAsync(
        ObjectRef served, ObjectRef target, Bag declared, Bag inputs, string manager, TimeSpan timeout,
        CancellationToken ct)
    {
        var force = settings.PatchForce || Annotations.ForcesPatch(inputs);
        var applied = await ApplyAsync(new(served, Body(served, declared), manager, force, DryRun: false), target, ct);
        if (Annotations.SkipsAwait(inputs))
            return (served.Id, Checkpoint.Outputs(applied, inputs, manager));

        var result = await WaitAsync(applied, Annotations.Timeout(inputs, timeout), ct);
        var outputs = Checkpoint.Outputs(result.Live, inputs, manager);
        if (result.Problems.Count > 0)
        {
            throw new ResourceInitException(
                served.Id, outputs, [.. result.Problems.Select(p => KubernetesErrors.NotLive(target, p))]);
        }

        return (served.Id, outputs);
    }

    /// <summary>It is there by now: whatever goes wrong, the next run must know.</summary>
    private async Task<WaitResult> WaitAsync(JsonObject applied, TimeSpan? timeout, CancellationToken ct)
    {
        try
        {
            return await cluster.WaitUntilLiveAsync(applied, timeout, progress.Report, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            throw new OutcomeUnknownException(e);
        }
    }

    private async Task<JsonObject> ApplyAsync(ApplyRequest request, ObjectRef target, CancellationToken ct)
    {
        var pause = _firstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await cluster.ApplyAsync(request, ct);
            }
            catch (ClusterException e) when (e.Status == NotFound && attempt < MaxAttempts)
            {
                // Its namespace may be on its way: the program needn't have said that one depends on the other.
                progress.Report($"retry {attempt}: {e.Message}");
                await Task.Delay(pause, time, ct);
                pause *= 2;
            }
            catch (ClusterException e) when (e.IsFieldConflict)
            {
                throw new DiagnosticException(KubernetesErrors.Conflict(target, request.FieldManager, e.Message));
            }
            catch (ClusterException e)
            {
                var refused = new DiagnosticException(KubernetesErrors.Refused(target, "it was applied", e));
                throw e.HasNoAnswer ? new OutcomeUnknownException(refused) : refused;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // The answer broke off, or can't be read.
                throw new OutcomeUnknownException(e);
            }
        }
    }

    /// <summary>The engine takes nothing over without an interrupted creation; here it is seen that what is there is
    /// really what that one left.</summary>
    private async Task RefuseForeignAsync(ObjectRef served, CancellationToken ct)
    {
        if (settings.UpsertExisting)
            return;
        try
        {
            await _existing.RefuseForeignAsync(served, ct);
        }
        catch (ClusterException e)
        {
            throw new DiagnosticException(KubernetesErrors.Refused(served, "it is to be created", e));
        }
    }

    private string ManagerOf(Bag outputs) => outputs.Text(Checkpoint.FieldManager) ?? _existing.Manager;

    private async Task<ObjectRef> ServedAsync(ObjectRef target, bool warn, CancellationToken ct)
    {
        var served = await FindAsync(target, ct)
            ?? throw new DiagnosticException(KubernetesErrors.NotServed(target));
        if (warn && served.ApiVersion != target.ApiVersion)
            await progress.WarnAsync(KubernetesErrors.EarlierVersion(target, served.ApiVersion));
        return served;
    }

    private async Task<ObjectRef?> FindAsync(ObjectRef target, CancellationToken ct) =>
        await new ServedKinds(cluster).FindAsync(target, ct);

    private async Task<Bag> KeepIgnoredAsync(
        ObjectRef served, Bag inputs, ImmutableArray<string> ignored, CancellationToken ct)
    {
        if (ignored.IsDefaultOrEmpty)
            return inputs;
        try
        {
            if (await cluster.GetAsync(served, ct) is not { } live)
                return inputs;
            var present = PropertyJson.ToBag(live);
            return ignored.Select(PropertyPath.Parse)
                .Aggregate(inputs, (bag, path) => PropertyValues.Copy(present, bag, path.AsSpan()));
        }
        catch (ClusterException e)
        {
            throw new DiagnosticException(KubernetesErrors.Refused(served, "it is to be updated", e));
        }
    }

    private static JsonObject Body(ObjectRef served, Bag inputs)
    {
        var body = PropertyJson.ToJson(inputs.Remove("status"));
        body["apiVersion"] = served.ApiVersion;
        if (body["metadata"] is JsonObject metadata)
        {
            metadata.Remove("namespace");
            if (served.Namespace is not null)
                metadata["namespace"] = served.Namespace;
        }

        return body;
    }
}

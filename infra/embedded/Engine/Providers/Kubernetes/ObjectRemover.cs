using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pulumi.Experimental.Provider;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>Deletes objects and waits until they are gone.</summary>
internal sealed class ObjectRemover(ICluster? cluster, Progress progress, TimeProvider time)
{
    private static readonly TimeSpan _defaultTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(1);

    public async Task DeleteAsync(ObjectRef target, DeleteRequest request, CancellationToken ct)
    {
        var declared = request.OldInputs.IsEmpty ? request.OldOutputs : request.OldInputs;
        if (await new ServedKinds(cluster!).FindAsync(target, ct) is not { } served)
            return;
        try
        {
            if (!await cluster!.DeleteAsync(served, Annotations.Propagation(declared), ct)
                || Annotations.SkipsAwait(declared))
            {
                return;
            }

            var uid = ObjectName.Metadata(request.OldOutputs).Text("uid");
            var timeout = Annotations.Timeout(declared, request.Timeout) ?? _defaultTimeout;
            await WaitUntilGoneAsync(served, uid, timeout, ct);
        }
        catch (ClusterException e)
        {
            throw new DiagnosticException(KubernetesErrors.Refused(target, "it is to be deleted", e));
        }
    }

    private async Task WaitUntilGoneAsync(ObjectRef served, string? uid, TimeSpan timeout, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        var pause = _firstPause;
        while (await cluster!.GetAsync(served, ct) is { } live)
        {
            // One that was made again under the same name isn't ours to wait for.
            if (uid is not null && live["metadata"]?["uid"]?.GetValue<string>() != uid)
                return;
            var finalizers = Finalizers(live);
            if (time.GetElapsedTime(start) > timeout)
                throw new DiagnosticException(KubernetesErrors.NotDeleted(served, timeout, finalizers));
            progress.Report(finalizers.IsEmpty
                ? "waiting until it is gone" : $"waiting for finalizers: {string.Join(", ", finalizers)}");
            await Task.Delay(pause, time, ct);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    private static ImmutableArray<string> Finalizers(JsonObject live) =>
        [.. (live["metadata"]?["finalizers"] as JsonArray ?? []).Select(f => f?.GetValue<string>() ?? "")];
}

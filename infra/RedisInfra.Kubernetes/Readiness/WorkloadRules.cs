using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>When the kinds that make pods are ready. Pure.</summary>
internal static class WorkloadRules
{
    private const int NamedPods = 3; // at most so many pods are named in a summary

    public static ReadinessState StatefulSet(JsonObject o, RelatedObjects related)
    {
        var wanted = o.At("spec", "replicas").Number(1);
        var pods = Owned(related.Pods, o.Uid());
        var ready = o.At("status", "readyReplicas").Number();
        if (!IsObserved(o))
        {
            return Waiting("the controller hasn't seen it yet", wanted, pods, related.Events, Refusals(o, related));
        }

        var strategy = o.At("spec", "updateStrategy");
        var partition = strategy.At("rollingUpdate", "partition").Number();
        var revision = o.At("status", "updateRevision").Text();
        var isUpdated = strategy.At("type").Text() == "OnDelete"
            || (partition > 0
                ? o.At("status", "updatedReplicas").Number() >= wanted - partition
                : o.At("status", "currentRevision").Text() == revision);
        var hasAll = ready >= wanted && o.At("status", "replicas").Number() == wanted;
        if (hasAll && (isUpdated || wanted == 0))
        {
            return ReadinessState.Ready;
        }

        var stale = pods.Where(p => p.At("metadata", "labels", "controller-revision-hash").Text() != revision)
            .Select(p => p.Name()).ToHashSet();
        var state = Waiting(
            hasAll && !isUpdated ? $"{wanted - stale.Count} of {wanted} pods updated" : "",
            wanted, pods, related.Events,
            Refusals(o, related));
        return state with { Reasons = [.. state.Reasons.SelectMany(Judged)] };

        // A broken pod of an earlier revision goes by itself, once those above it are well; but in an ordered set the
        // controller waits for just that pod, for ever.
        IEnumerable<NotReadyReason> Judged(NotReadyReason reason)
        {
            if (partition > 0 || !stale.Contains(reason.About) || reason.Kind == ReasonKind.Probe)
            {
                return [reason];
            }

            return o.At("spec", "podManagementPolicy").Text() == "Parallel" && strategy.At("type").Text() != "OnDelete"
                ? []
                : [reason with
                {
                    Message = $"{reason.Message} (it has an earlier revision and holds the update up; delete the pod)",
                }];
        }
    }

    public static ReadinessState Deployment(JsonObject o, RelatedObjects related)
    {
        var wanted = o.At("spec", "replicas").Number(1);
        if (o.At("spec", "paused").Flag())
        {
            return ReadinessState.Ready; // it rolls nothing out until it is resumed
        }

        var revision = o.At("metadata", "annotations", "deployment.kubernetes.io/revision").Text();
        var current = Owned(related.ReplicaSets, o.Uid()).Find(
            r => r.At("metadata", "annotations", "deployment.kubernetes.io/revision").Text() == revision);
        var pods = current is null ? [] : Owned(related.Pods, current.Uid());
        var refusals = (IEnumerable<JsonObject>)(current is null ? [o] : [o, current]);
        List<NotReadyReason> reasons = [.. refusals.Select(r => r.Condition("ReplicaFailure"))
            .Where(c => c?["status"].Text() == "True").Take(1).Select(c => Refused(o.Name(), c!["message"].Text()))];
        if (!IsObserved(o))
        {
            return Waiting("the controller hasn't seen it yet", wanted, pods, related.Events, reasons);
        }

        var progressing = o.Condition("Progressing");
        if (progressing?["reason"].Text() == "ProgressDeadlineExceeded")
        {
            reasons.Add(new(ReasonKind.Failed, o.Name(), $"the rollout is too slow: {progressing["message"].Text()}"));
        }

        var updated = o.At("status", "updatedReplicas").Number();
        var isDone = updated >= wanted && o.At("status", "replicas").Number() <= updated
            && o.At("status", "availableReplicas").Number() >= updated;
        var isAvailable = progressing is null
            || progressing["reason"].Text() == "NewReplicaSetAvailable" || wanted == 0;
        return isDone && isAvailable ? ReadinessState.Ready : Waiting("", wanted, pods, related.Events, reasons);
    }

    public static ReadinessState DaemonSet(JsonObject o, RelatedObjects related)
    {
        var wanted = o.At("status", "desiredNumberScheduled").Number();
        var isOnDelete = o.At("spec", "updateStrategy", "type").Text() == "OnDelete";
        var pods = Owned(related.Pods, o.Uid());
        if (!IsObserved(o))
        {
            return Waiting("the controller hasn't seen it yet", wanted, pods, related.Events, Refusals(o, related));
        }

        var isDone = o.At("status", "numberAvailable").Number() >= wanted
            && (isOnDelete || o.At("status", "updatedNumberScheduled").Number() >= wanted);
        return isDone ? ReadinessState.Ready : Waiting("", wanted, pods, related.Events, Refusals(o, related));
    }

    public static ReadinessState Job(JsonObject o, RelatedObjects related)
    {
        if (o.IsTrue("Complete") || o.At("spec", "suspend").Flag())
        {
            return ReadinessState.Ready;
        }

        var pods = Owned(related.Pods, o.Uid());
        if (o.IsTrue("Failed"))
        {
            var condition = o.Condition("Failed")!;
            return ReadinessState.Waiting("failed", [
                new(ReasonKind.Failed, o.Name(),
                    $"the job failed: {condition["reason"].Text()}: {condition["message"].Text()}"),
                .. pods.SelectMany(p => PodDiagnosis.Diagnose(p, related.Events))]);
        }

        var done = o.At("status", "succeeded").Number();
        // One failed pod isn't the job's end: its backoffLimit decides.
        var reasons = pods.Where(p => p.At("status", "phase").Text() != "Failed")
            .SelectMany(p => PodDiagnosis.Diagnose(p, related.Events));
        return ReadinessState.Waiting(
            $"{done} of {o.At("spec", "completions").Number(1)} runs done"
            + (o.At("status", "failed").Number() is > 0 and var failed ? $", {failed} failed" : ""),
            [.. reasons, .. Refusals(o, related)]);
    }

    /// <summary>"2 of 6 pods ready; orders-1-0: ContainerCreating", and the reasons of its pods.</summary>
    public static ReadinessState Waiting(
        string first, int wanted, IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> events,
        IReadOnlyList<NotReadyReason> more)
    {
        var waiting = pods.Where(p => !PodDiagnosis.IsReady(p)).OrderBy(p => p.Name(), StringComparer.Ordinal).ToList();
        var named = waiting.Take(NamedPods).Select(p => $"{p.Name()}: {PodDiagnosis.Describe(p)}").ToList();
        if (waiting.Count > NamedPods)
        {
            named.Add($"{waiting.Count - NamedPods} more");
        }

        var count = string.Create(
            CultureInfo.InvariantCulture, $"{pods.Count - waiting.Count} of {wanted} pods ready");
        return ReadinessState.Waiting(
            string.Join("; ", named.Prepend(count).Prepend(first).Where(t => t != "")),
            [.. more, .. waiting.SelectMany(p => PodDiagnosis.Diagnose(p, events))]);
    }

    private static bool IsObserved(JsonObject o) =>
        o.At("status", "observedGeneration").Number() >= o.At("metadata", "generation").Number();

    private static List<JsonObject> Owned(IReadOnlyList<JsonObject> objects, string uid) =>
        [.. objects.Where(x => x.IsOwnedBy(uid))];

    // An event stays after its cause has gone: one about a pod that stands now, or older than the newest pod, is over.
    private static IReadOnlyList<NotReadyReason> Refusals(JsonObject o, RelatedObjects related)
    {
        var pods = Owned(related.Pods, o.Uid());
        var newest = pods.Select(p => p.At("metadata", "creationTimestamp").Text()).Max(StringComparer.Ordinal) ?? "";
        var said = related.Events.About(o.Kind(), o.Name())
            .FirstOrDefault(e => e["reason"].Text() == "FailedCreate"
                && (e.At("involvedObject", "uid").Text() is var uid && (uid == "" || uid == o.Uid()))
                && string.CompareOrdinal(e.When(), newest) >= 0
                && !pods.Any(p => e["message"].Text().Contains($"Pod {p.Name()} ", StringComparison.Ordinal)));
        return said is null ? [] : [Refused(o.Name(), said["message"].Text())];
    }

    private static NotReadyReason Refused(string about, string message) =>
        new(ReasonKind.Refused, about, $"its pods are refused: {KubeErrors.OneLine(message)}");
}

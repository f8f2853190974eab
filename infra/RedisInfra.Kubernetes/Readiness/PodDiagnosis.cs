using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>Why a pod isn't ready, from the pod and the events of its namespace. Pure.</summary>
public static class PodDiagnosis
{
    // A container that was restarted this often and still isn't ready is in a loop, also while it runs.
    private const int LoopRestarts = 3;

    /// <summary>Whether the pod is ready, or has done its work.</summary>
    public static bool IsReady(JsonObject pod) =>
        pod.At("metadata", "deletionTimestamp") is null
        && (pod.IsTrue("Ready") || pod.At("status", "phase").Text() == "Succeeded");

    /// <summary>What the pod is doing, in a word or two: Pending, ContainerCreating, Running, not ready, …</summary>
    public static string Describe(JsonObject pod)
    {
        if (pod.At("metadata", "deletionTimestamp") is not null)
        {
            return "Terminating";
        }

        var waiting = Containers(pod).Select(c => c.At("state", "waiting", "reason").Text())
            .FirstOrDefault(r => r != "");
        var phase = pod.At("status", "phase").Text();
        return waiting ?? (phase == "Running" ? "running, not ready" : phase == "" ? "Pending" : phase);
    }

    /// <summary>Every reason that the cluster gives.</summary>
    public static IReadOnlyList<NotReadyReason> Diagnose(JsonObject pod, IReadOnlyList<JsonObject> events)
    {
        if (IsReady(pod) || pod.At("metadata", "deletionTimestamp") is not null)
        {
            return [];
        }

        var own = events.About("Pod", pod.Name()).Where(
            e => e.At("involvedObject", "uid").Text() is var uid && (uid == "" || uid == pod.Uid())).ToList();
        if (pod.At("status", "phase").Text() == "Failed")
        {
            return [Failed(pod)];
        }

        var scheduled = pod.Condition("PodScheduled");
        if (scheduled?["status"].Text() == "False")
        {
            return Unscheduled(pod, scheduled["message"].Text(), events);
        }

        List<NotReadyReason> reasons = [.. Containers(pod).SelectMany(c => Container(pod, c, own))];
        if (reasons.Count == 0 && Mount(own) is { } mount && Containers(pod).Any(
            c => c.At("state", "waiting", "reason").Text() is "ContainerCreating" or "PodInitializing"))
        {
            reasons.Add(new(ReasonKind.Volume, pod.Name(), $"a volume can't be mounted: {mount}"));
        }

        return reasons;
    }

    /// <summary>Why a claim has no volume, from the events about it; null when nothing is said.</summary>
    public static NotReadyReason? DiagnoseClaim(string name, IReadOnlyList<JsonObject> events)
    {
        var said = events.About("PersistentVolumeClaim", name)
            .FirstOrDefault(e => e["reason"].Text() is "ProvisioningFailed" or "FailedBinding");
        return said is null ? null : new(ReasonKind.Claim, name, $"the claim gets no volume: {Said(said)}");
    }

    private static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        [.. pod.At("status", "initContainerStatuses").Items(), .. pod.At("status", "containerStatuses").Items()];

    private static NotReadyReason Failed(JsonObject pod)
    {
        var ended = Containers(pod).FirstOrDefault(c => c.At("state", "terminated", "exitCode").Number() != 0);
        var why = string.Join(": ", new[] { pod.At("status", "reason").Text(), pod.At("status", "message").Text() }
            .Where(t => t != ""));
        if (pod.At("status", "reason").Text() == "NodePorts" || IsAboutPorts(why))
        {
            return new(ReasonKind.PortClash, pod.Name(), $"a host port is taken: {why}");
        }

        return ended is null
            ? new(ReasonKind.Failed, pod.Name(), $"the pod failed{(why == "" ? "" : $": {why}")}")
            : new(ReasonKind.Failed, pod.Name(), $"the pod failed: {Ended(ended, ended.At("state", "terminated")!)}",
                ended["name"].Text());
    }

    private static IReadOnlyList<NotReadyReason> Unscheduled(
        JsonObject pod, string message, IReadOnlyList<JsonObject> events)
    {
        if (IsAboutPorts(message))
        {
            return [new(ReasonKind.PortClash, pod.Name(),
                $"a host port is taken on every node: {message.TrimEnd('.')}")];
        }

        var claims = pod.At("spec", "volumes").Items()
            .Select(v => v.At("persistentVolumeClaim", "claimName").Text()).Where(c => c != "")
            .Select(c => DiagnoseClaim(c, events)).OfType<NotReadyReason>();
        return [
            new(ReasonKind.Unschedulable, pod.Name(), $"no node takes the pod: {message.TrimEnd('.')}"),
            .. message.Contains("PersistentVolumeClaim", StringComparison.OrdinalIgnoreCase)
                || message.Contains("storageclass", StringComparison.Ordinal) ? claims : []];
    }

    private static IEnumerable<NotReadyReason> Container(JsonObject pod, JsonObject container, List<JsonObject> events)
    {
        var waiting = container.At("state", "waiting");
        var message = waiting.At("message").Text();
        var name = container["name"].Text();
        switch (waiting.At("reason").Text())
        {
            case "InvalidImageName":
                yield return new(ReasonKind.ImageName, pod.Name(), $"image \"{Image(pod, name)}\" is no valid name");
                break;
            case "ErrImagePull" or "ImagePullBackOff" or "RegistryUnavailable" or "ErrImageNeverPull"
                or "ImageInspectError":
                // "Back-off pulling image" says nothing; the event before it holds the registry's words.
                var pull = events.FirstOrDefault(e => e["reason"].Text() == "Failed"
                    && e["message"].Text().StartsWith("Failed to pull image", StringComparison.Ordinal));
                yield return new(ReasonKind.ImagePull, pod.Name(),
                    $"image \"{Image(pod, name)}\" can't be pulled: "
                    + $"{(pull is null ? KubeErrors.OneLine(message) : Said(pull))}");
                break;
            // The kubelet hasn't read the Secret or ConfigMap yet, on a busy node: it tries again and then says more.
            case "CreateContainerConfigError" when IsUnsynced(message):
                break;
            case "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError" or "PreCreateHookError":
                yield return new(ReasonKind.ContainerConfig, pod.Name(),
                    $"container \"{name}\" can't be made: {KubeErrors.OneLine(message)}");
                break;
            case "CrashLoopBackOff":
                yield return Loop(pod, container);
                break;
            default:
                if (container["ready"].Flag() || container.At("state", "terminated", "reason").Text() == "Completed")
                {
                    break;
                }

                if (container["restartCount"].Number() is var restarts && (restarts >= LoopRestarts
                    || (restarts > 0 && container.At("state", "terminated", "exitCode").Number() != 0)))
                {
                    yield return Loop(pod, container);
                }
                else if (FailedProbe(container, events) is { } probe)
                {
                    yield return new(ReasonKind.Probe, pod.Name(), $"container \"{name}\": {probe}", name);
                }

                break;
        }
    }

    private static bool IsUnsynced(string message) =>
        message.Contains("failed to sync ", StringComparison.Ordinal)
        && message.Contains(" cache: ", StringComparison.Ordinal);

    private static NotReadyReason Loop(JsonObject pod, JsonObject container)
    {
        var ended = container.At("state", "terminated") ?? container.At("lastState", "terminated") ?? new JsonObject();
        return new(
            ReasonKind.CrashLoop, pod.Name(),
            $"{Ended(container, ended)}, restarted {Times(container["restartCount"].Number())}",
            container["name"].Text());
    }

    private static string Ended(JsonObject container, JsonNode ended)
    {
        var reason = ended["reason"].Text();
        var message = ended["message"].Text();
        return reason == "OOMKilled"
            ? $"container \"{container["name"].Text()}\" was killed for using more memory than its limit (OOMKilled)"
            : $"container \"{container["name"].Text()}\" ended with exit code {ended["exitCode"].Number()}"
                + (reason is "" or "Error" ? "" : $" ({reason})")
                + (message == "" ? "" : $": {KubeErrors.OneLine(message)}");
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    // Only what was said about this run of the container counts.
    private static string? FailedProbe(JsonObject container, List<JsonObject> events)
    {
        var started = container.At("state", "running", "startedAt").Text();
        var said = events.FirstOrDefault(e => e["reason"].Text() == "Unhealthy"
            && string.CompareOrdinal(e.When(), started) >= 0);
        return said is null || started == "" ? null : Said(said);
    }

    private static string Image(JsonObject pod, string container) =>
        ((IEnumerable<JsonObject>)[.. pod.At("spec", "initContainers").Items(),
            .. pod.At("spec", "containers").Items()])
            .FirstOrDefault(c => c["name"].Text() == container)?["image"].Text() ?? "";

    // "timed out waiting for the condition" says nothing; an event before it may.
    private static string? Mount(List<JsonObject> events)
    {
        var all = events.Where(IsAboutVolumes).Select(Said).ToList();
        var said = all.Find(s => MountFailure.MeaningOf(s) is not null) ?? all.FirstOrDefault();
        return said is null || MountFailure.MeaningOf(said) is not { } meaning
            ? said
            : $"{MountFailure.SourceOf(said) ?? "NFS"}: {meaning}. The kubelet said: {said}";
    }

    private static bool IsAboutVolumes(JsonObject e) => e["reason"].Text() is "FailedMount" or "FailedAttachVolume"
        or "FailedMapVolume";

    private static bool IsAboutPorts(string message) =>
        message.Contains("free ports for the requested pod ports", StringComparison.Ordinal);

    internal static string Said(JsonObject e) => KubeErrors.OneLine(e["message"].Text());
}

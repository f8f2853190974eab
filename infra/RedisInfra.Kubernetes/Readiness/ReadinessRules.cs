using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>
/// When an object is ready, by the rules of the official Pulumi provider for Kubernetes (its "await" logic). Pure.
/// </summary>
public static class ReadinessRules
{
    /// <summary>Whether objects of this kind have something to wait for once they exist.</summary>
    public static bool Waits(JsonObject o) => (Group(o), o.Kind()) switch
    {
        ("apps", "StatefulSet" or "Deployment" or "DaemonSet") or ("batch", "Job") => true,
        ("", "Pod" or "PersistentVolumeClaim") => true,
        ("", "Service") => ServiceWaits(o),
        _ => false,
    };

    /// <summary>How far <paramref name="o"/> is.</summary>
    public static ReadinessState Check(JsonObject o, RelatedObjects related) => (Group(o), o.Kind()) switch
    {
        ("apps", "StatefulSet") => WorkloadRules.StatefulSet(o, related),
        ("apps", "Deployment") => WorkloadRules.Deployment(o, related),
        ("apps", "DaemonSet") => WorkloadRules.DaemonSet(o, related),
        ("batch", "Job") => WorkloadRules.Job(o, related),
        ("", "Pod") => Pod(o, related),
        ("", "PersistentVolumeClaim") => Claim(o, related),
        ("", "Service") when ServiceWaits(o) => Service(o, related),
        _ => ReadinessState.Ready,
    };

    private static string Group(JsonObject o) =>
        o.ApiVersion() is var v && v.Contains('/') ? v[..v.IndexOf('/')] : "";

    private static ReadinessState Pod(JsonObject pod, RelatedObjects related) => PodDiagnosis.IsReady(pod)
        ? ReadinessState.Ready
        : ReadinessState.Waiting(
            $"{pod.Name()}: {PodDiagnosis.Describe(pod)}", PodDiagnosis.Diagnose(pod, related.Events));

    private static ReadinessState Claim(JsonObject claim, RelatedObjects related)
    {
        // A class that waits for the first consumer binds when a pod uses the claim: nothing to wait for before.
        if (claim.At("status", "phase").Text() == "Bound"
            || related.StorageClass?["volumeBindingMode"].Text() == "WaitForFirstConsumer"
            || related.Events.About("PersistentVolumeClaim", claim.Name())
                .Any(e => e["reason"].Text() == "WaitForFirstConsumer"))
        {
            return ReadinessState.Ready;
        }

        return ReadinessState.Waiting(
            claim.At("status", "phase").Text() is { Length: > 0 } phase ? phase : "Pending",
            PodDiagnosis.DiagnoseClaim(claim.Name(), related.Events) is { } reason ? [reason] : []);
    }

    private static bool ServiceWaits(JsonObject o)
    {
        var type = o.At("spec", "type").Text();
        var isHeadless = o.At("spec", "clusterIP").Text() == "None";
        var hasSelector = o.At("spec", "selector") is JsonObject { Count: > 0 };
        return type == "LoadBalancer" || (type != "ExternalName" && !isHeadless && hasSelector);
    }

    private static ReadinessState Service(JsonObject o, RelatedObjects related)
    {
        if (o.At("spec", "type").Text() == "LoadBalancer" && !o.At("status", "loadBalancer", "ingress").Items().Any())
        {
            return ReadinessState.Waiting("no address from the load balancer yet");
        }

        if (o.At("spec", "selector") is not JsonObject { Count: > 0 })
        {
            return ReadinessState.Ready;
        }

        var addresses = related.Endpoints.Where(e => e.Name() == o.Name())
            .SelectMany(e => e["subsets"].Items()).Sum(s => s["addresses"].Items().Count());
        if (addresses > 0)
        {
            return ReadinessState.Ready;
        }

        return related.Pods.Count == 0
            ? ReadinessState.Waiting("no pod matches its selector yet")
            : WorkloadRules.Waiting("no endpoint yet", related.Pods.Count, related.Pods, related.Events, []);
    }
}

using System.Collections.Immutable;

namespace RedisInfra.Embedded.Engine.Providers.Kubernetes;

/// <summary>What is known about kinds without asking a cluster.</summary>
internal static class KindScope
{
    private static readonly ImmutableHashSet<string> _clusterWide =
    [
        "/Namespace", "/Node", "/PersistentVolume", "apiextensions.k8s.io/CustomResourceDefinition",
        "apiregistration.k8s.io/APIService", "networking.k8s.io/IngressClass",
        "rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/ClusterRoleBinding",
        "scheduling.k8s.io/PriorityClass", "storage.k8s.io/CSIDriver", "storage.k8s.io/CSINode",
        "storage.k8s.io/StorageClass", "storage.k8s.io/VolumeAttachment",
    ];

    /// <summary>Earlier versions whose fields are the same, so that an object can be applied in them
    /// unchanged.</summary>
    private static readonly ImmutableDictionary<string, ImmutableArray<string>> _earlier =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty
            .Add("policy/v1/PodDisruptionBudget", ["policy/v1beta1"])
            .Add("batch/v1/CronJob", ["batch/v1beta1"])
            .Add("autoscaling/v2/HorizontalPodAutoscaler", ["autoscaling/v2beta2"]);

    public static bool IsClusterWide(string apiVersion, string kind) =>
        _clusterWide.Contains($"{Group(apiVersion)}/{kind}");

    public static ImmutableArray<string> EarlierVersions(string apiVersion, string kind) =>
        _earlier.GetValueOrDefault($"{apiVersion}/{kind}", []);

    public static string Group(string apiVersion) =>
        apiVersion.Contains('/') ? apiVersion[..apiVersion.IndexOf('/')] : "";
}

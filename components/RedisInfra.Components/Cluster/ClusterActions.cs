using Pulumi;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>The resources that act on Redis itself: one before the pods, one after them.</summary>
internal static class ClusterActions
{
    public static ClusterDrain Drain(ClusterScope scope, ClusterAuth auth)
    {
        var args = new ClusterDrainArgs
        {
            ClusterName = scope.Spec.Name, Password = auth.Password, Kubernetes = Access(scope),
        };
        foreach (var member in Members(scope)) args.Members.Add(member);
        return new ClusterDrain(scope.ChildName("drain"), args, scope.Child());
    }

    public static ClusterTopology Topology(
        ClusterScope scope, ClusterAuth auth, ClusterPodInputs pod, ClusterTopologyPreflightArgs preflight,
        params Resource[] dependsOn)
    {
        var digest = ClusterPod.Digest(scope, pod);
        var access = Access(scope);
        if (ClusterVolumes.ClaimPolicy(scope.Spec.Storage) is { } policy)
        {
            access.ClaimPolicy = policy;
            access.ClaimSelector = Labels.ClaimSelector(scope.Spec.Name);
        }

        var args = new ClusterTopologyArgs
        {
            ClusterName = scope.Spec.Name,
            Password = auth.Password,
            NodeTimeoutMs = scope.Args.NodeTimeout.Apply(timeout => (int)timeout.TotalMilliseconds),
            Kubernetes = access,
            Preflight = preflight,
        };
        foreach (var member in Members(scope)) args.Members.Add(member);
        foreach (var workload in scope.Layout.Workloads)
            args.Workloads.Add(digest.Apply(value => $"{workload.Name}@{value}"));
        return new ClusterTopology(scope.ChildName("topology"), args, scope.Child(dependsOn));
    }

    private static ClusterTopologyKubernetesArgs Access(ClusterScope scope) => new()
    {
        Namespace = scope.Namespace,
        Context = scope.Args.Access.Context,
        Kubeconfig = scope.Args.Access.Kubeconfig,
    };

    private static IEnumerable<ClusterMemberArgs> Members(ClusterScope scope) =>
        scope.Layout.Members.Select(member => new ClusterMemberArgs
        {
            Name = member.Pod,
            Shard = member.Shard,
            Index = member.Index,
            Host = scope.Domain.Apply(domain => $"{member.Pod}.{domain}"),
            Port = RedisClusterDefaults.Port,
        });
}

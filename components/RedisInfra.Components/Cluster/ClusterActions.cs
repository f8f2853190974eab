using System.Collections.Immutable;
using Pulumi;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>The resources that act on Redis itself: one before the pods, one after them.</summary>
internal static class ClusterActions
{
    public static ClusterDrain Drain(ClusterScope scope, RedisAuth auth)
    {
        var args = new ClusterDrainArgs
        {
            ClusterName = scope.Spec.Name, Password = auth.Password, Kubernetes = scope.Args.Access.In(scope.Namespace),
        };
        foreach (var member in Members(scope)) args.Members.Add(member);
        // The numbers of its pods don't tell their shards once that of the replicas has changed.
        if (scope.Spec.Workload == RedisWorkload.Single) args.KeepsShards = true;
        return new ClusterDrain(scope.ChildName("drain"), args, scope.Child());
    }

    public static ClusterTopology Topology(
        ClusterScope scope, RedisAuth auth, ClusterPodInputs pod, ClusterDrain drain, params Resource[] dependsOn)
    {
        var digest = ClusterPod.Digest(scope, pod);
        var args = new ClusterTopologyArgs
        {
            ClusterName = scope.Spec.Name,
            Password = auth.Password,
            NodeTimeoutMs = scope.Args.NodeTimeout.Apply(timeout => (int)timeout.TotalMilliseconds),
            Kubernetes = VolumeParts.Access(
                scope.Args.Access, scope.Namespace, ClusterVolumes.ClaimLabels(scope), scope.Spec.Storage),
        };
        if (scope.Spec.Workload == RedisWorkload.Single) args.Members = Placed(scope, drain);
        else foreach (var member in Members(scope)) args.Members.Add(member);
        foreach (var workload in scope.Layout.Workloads)
            args.Workloads.Add(digest.Apply(value => $"{workload.Name}@{value}"));
        return new ClusterTopology(scope.ChildName("topology"), args, scope.Child(dependsOn));
    }

    /// <summary>The members with the shards that they have. A program's unit tests have no drain that tells.</summary>
    private static Output<ImmutableArray<ClusterMemberArgs>> Placed(ClusterScope scope, ClusterDrain drain) =>
        drain.Members.Apply(members => members.IsDefault ? [.. Members(scope)]
            : members.Select(member => new ClusterMemberArgs
            {
                Name = member.Name, Shard = member.Shard, Index = member.Index, Host = member.Host, Port = member.Port,
            }).ToImmutableArray());

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

using Pulumi;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Sentinel;

/// <summary>What those that act on a set itself are told: one before the pods, one after them.</summary>
internal static class SentinelActions
{
    /// <param name="scope">The component's.</param>
    /// <param name="auth">The passwords.</param>
    /// <param name="workloads">What runs the pods; none for who comes before them.</param>
    public static SentinelTopologyArgs Args(
        RedisSentinelScope scope, SentinelAuth auth, params IEnumerable<Output<string>> workloads)
    {
        var (spec, layout) = (scope.Spec, scope.Layout);
        var args = new SentinelTopologyArgs
        {
            // Waits for the namespace, that is for all inputs to be accepted.
            MasterName = scope.Namespace.Apply(_ => layout.MasterName),
            Quorum = spec.Quorum,
            DownAfterMs = (int)spec.DownAfter.TotalMilliseconds,
            FailoverTimeoutMs = (int)spec.FailoverTimeout.TotalMilliseconds,
            ParallelSyncs = 1,
            MinReplicas = spec.MinReplicasToWrite,
            MinReplicasMaxLagSeconds = SentinelDefaults.MaxLagSeconds,
            Password = auth.Members.Password,
            SentinelPassword = auth.SentinelPassword,
            Kubernetes = VolumeParts.Access(
                scope.Args.Access, scope.Namespace, SentinelVolumes.ClaimLabels(scope), spec.Storage),
        };
        foreach (var pod in layout.MemberPods)
            args.Members.Add(Member(pod, scope.Domain, RedisClusterDefaults.Port));
        foreach (var pod in layout.SentinelPods)
            args.Sentinels.Add(Member(pod, scope.SentinelDomain, SentinelDefaults.Port));
        foreach (var workload in workloads) args.Workloads.Add(workload);
        return args;
    }

    private static SentinelMemberArgs Member(string pod, Output<string> domain, int port) =>
        new() { Name = pod, Host = domain.Apply(value => $"{pod}.{value}"), Port = port };
}

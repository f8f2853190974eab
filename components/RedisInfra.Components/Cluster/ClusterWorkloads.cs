using Pulumi;
using Pulumi.Kubernetes.Apps.V1;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>The StatefulSets and what protects their pods from disruption.</summary>
internal static class ClusterWorkloads
{
    public static StatefulSet Workload(
        ClusterScope scope, ClusterPodInputs inputs, ClusterWorkload workload, ClusterDrain drain,
        params Resource[] dependsOn)
    {
        var pods = scope.Layout.PodsOf(workload);
        var spec = new StatefulSetSpecArgs
        {
            ServiceName = scope.Layout.HeadlessName,
            // The mocks of a program's unit tests give no outputs: nobody leaves there.
            Replicas = drain.SafeMembers.Apply(names => names.IsDefault ? pods.Count : names.Count(pods.Contains)),
            // Members don't wait for one another: after an outage the cluster needs all of them at once.
            PodManagementPolicy = "Parallel",
            UpdateStrategy = new StatefulSetUpdateStrategyArgs { Type = "RollingUpdate" },
            RevisionHistoryLimit = 3,
            Selector = new LabelSelectorArgs
            {
                MatchLabels = Inputs.Map(Labels.Selector(scope.Spec.Name, workload.Shard)),
            },
            Template = ClusterPod.Template(scope, inputs, workload.Shard),
        };
        if (ClusterVolumes.ClaimTemplate(scope) is { } template) spec.VolumeClaimTemplates.Add(template);
        var options = scope.Child(dependsOn);
        // Its claims are declared beside it, and a template can't change.
        if (scope.Spec.Storage is RedisStorage.Nfs) options.IgnoreChanges.Add("spec.volumeClaimTemplates");
        options.GrowBefore(
            scope, workload.Role, workload.Name, scope.Args.Access, pods.Order(StringComparer.Ordinal), drain,
            (VolumeParts.DataVolume, scope.Spec.Storage));
        return new StatefulSet(
            scope.ChildName(workload.Role),
            new StatefulSetArgs
            {
                Metadata = scope.Meta(workload.Name, Labels.NodeComponent, workload.Shard),
                Spec = spec,
            },
            options);
    }

    /// <summary>
    /// One member of a shard at a time. There is no second budget for the whole cluster: a pod under two budgets
    /// can't be
    /// evicted at all (Kubernetes, "Disruptions"), and a node drain would hang.
    /// </summary>
    public static PodDisruptionBudget Budget(ClusterScope scope, ClusterWorkload workload) => new(
        scope.ChildName($"{workload.Role}-budget"),
        new PodDisruptionBudgetArgs
        {
            Metadata = scope.Meta(workload.Name, "budget", workload.Shard),
            Spec = new PodDisruptionBudgetSpecArgs
            {
                MaxUnavailable = 1,
                Selector = new LabelSelectorArgs
                {
                    MatchLabels = Inputs.Map(Labels.Selector(scope.Spec.Name, workload.Shard)),
                },
            },
        },
        scope.Child());
}

using Pulumi;
using Pulumi.Kubernetes.Apps.V1;
using Pulumi.Kubernetes.Policy.V1;
using Pulumi.Kubernetes.Types.Inputs.Apps.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Kubernetes.Types.Inputs.Policy.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Zookeeper;

/// <summary>The servers' pods.</summary>
internal static class ZookeeperWorkload
{
    private const string EnsembleFolder = "/etc/redisinfra-ensemble";
    private const string FoundedFolder = "/etc/redisinfra-founded";

    /// <param name="scope">The component's.</param>
    /// <param name="drain">What takes the votes of those that go.</param>
    /// <param name="replicas">How many there are to be: fewer only when those that go don't vote any more.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="auth">The password of the user super.</param>
    /// <param name="dependsOn">What must be there before.</param>
    public static StatefulSet Servers(
        ZookeeperScope scope, ZookeeperDrain drain, Output<int> replicas, VersionedConfig config, RedisAuth auth,
        params Resource[] dependsOn)
    {
        var spec = new StatefulSetSpecArgs
        {
            ServiceName = scope.Spec.ServersName,
            Replicas = replicas,
            // After all pods were deleted a majority has to start before the first is ready.
            PodManagementPolicy = "Parallel",
            UpdateStrategy = new StatefulSetUpdateStrategyArgs { Type = "RollingUpdate" },
            RevisionHistoryLimit = 3,
            Selector = new LabelSelectorArgs { MatchLabels = Inputs.Map(scope.Selector) },
            Template = Template(scope, config, auth),
        };
        foreach (var template in ZookeeperVolumes.ClaimTemplates(scope)) spec.VolumeClaimTemplates.Add(template);
        var options = scope.Child([config.Map, auth.Secret, .. dependsOn]);
        options.GrowBefore(
            scope, "server", scope.Name, scope.Args.Access,
            Enumerable.Range(0, scope.Spec.Servers).Select(scope.Spec.Pod), drain,
            scope.Spec.Volumes.Select(volume => (volume.Role, volume.Storage)));
        return new StatefulSet(
            scope.ChildName("server"),
            new StatefulSetArgs
            {
                Metadata = scope.Meta(scope.Name, scope.LabelsOf(Labels.ZookeeperComponent)), Spec = spec,
            },
            options);
    }

    /// <summary>One at a time: of three, two that are away end the majority.</summary>
    public static PodDisruptionBudget Budget(ZookeeperScope scope) => new(
        scope.ChildName("budget"),
        new PodDisruptionBudgetArgs
        {
            Metadata = scope.Meta(scope.Name, scope.LabelsOf("budget")),
            Spec = new PodDisruptionBudgetSpecArgs
            {
                MaxUnavailable = 1,
                Selector = new LabelSelectorArgs { MatchLabels = Inputs.Map(scope.Selector) },
            },
        },
        scope.Child());

    private static PodTemplateSpecArgs Template(ZookeeperScope scope, VersionedConfig config, RedisAuth auth)
    {
        var spec = PodParts.Spec(
            scope.Name, ZookeeperDefaults.GraceSeconds, scope.Args.Pod, scope.Args.DeclaredImagePullSecrets);
        spec.Affinity = Affinity(scope);
        foreach (var volume in scope.Spec.Volumes)
            NfsFolder.AddTo(
                spec, volume.Storage, scope.Args.Image, scope.Args.ImagePullPolicy, scope.Args.Resources,
                scope.Args.Pod.UserId, volume.FolderOf("$(POD_NAME)"), volume.Role);
        spec.Containers.Add(Container(scope));
        spec.Volumes = PodParts.Volumes(config.Name);
        spec.Volumes.Add(Words("ensemble", scope.Spec.EnsembleName, isOptional: false));
        spec.Volumes.Add(Words("founded", scope.Spec.FoundedName, isOptional: true));
        foreach (var volume in ZookeeperVolumes.PodVolumes(scope)) spec.Volumes.Add(volume);
        return new PodTemplateSpecArgs
        {
            Metadata = PodParts.Metadata(
                scope.Args.Pod, scope.LabelsOf(Labels.ZookeeperComponent), config.Annotations(auth)),
            Spec = spec,
        };
    }

    private static VolumeArgs Words(string name, string map, bool isOptional) => new()
    {
        Name = name, ConfigMap = new ConfigMapVolumeSourceArgs { Name = map, Optional = isOptional },
    };

    private static ContainerArgs Container(ZookeeperScope scope)
    {
        var mounts = PodParts.Mounts();
        mounts.Add(new VolumeMountArgs { Name = "ensemble", MountPath = EnsembleFolder, ReadOnly = true });
        mounts.Add(new VolumeMountArgs { Name = "founded", MountPath = FoundedFolder, ReadOnly = true });
        foreach (var mount in ZookeeperVolumes.Mounts(scope)) mounts.Add(mount);
        var container = new ContainerArgs
        {
            Name = "zookeeper",
            Image = scope.Args.Image,
            ImagePullPolicy = scope.Args.ImagePullPolicy,
            Command = { "bash", $"{ContainerParts.Folder}/start.sh" },
            Ports =
            {
                Port("client", ZookeeperDefaults.ClientPort), Port("peer", ZookeeperDefaults.PeerPort),
                Port("election", ZookeeperDefaults.ElectionPort),
            },
            Env =
            {
                ContainerParts.FromField("POD_NAME", "metadata.name"),
                new EnvVarArgs { Name = "DOMAIN", Value = scope.Domain },
                new EnvVarArgs { Name = "HEAP_MB", Value = ZookeeperConfig.HeapMebibytes(scope.Args) },
                new EnvVarArgs
                {
                    Name = "SUPER_PASSWORD",
                    ValueFrom = new EnvVarSourceArgs
                    {
                        SecretKeyRef = new SecretKeySelectorArgs
                        {
                            Name = scope.Spec.AuthSecretName, Key = RedisAuth.Key,
                        },
                    },
                },
            },
            Resources = ContainerParts.Resources(scope.Args.Resources),
            VolumeMounts = mounts,
            SecurityContext = ContainerParts.Restricted(),
            StartupProbe = Probe("live.sh", 2, ZookeeperDefaults.StartupSeconds / 2),
            LivenessProbe = Probe("live.sh", periodSeconds: 10, failureThreshold: 6),
            ReadinessProbe = Probe("ready.sh", periodSeconds: 3, failureThreshold: 2),
        };
        if (scope.Spec.Metrics) container.Ports.Add(Port("metrics", ZookeeperDefaults.MetricsPort));
        return container;
    }

    private static ProbeArgs Probe(string script, int periodSeconds, int failureThreshold)
    {
        var probe = ContainerParts.Probe(script, periodSeconds, failureThreshold);
        // Asking needs /dev/tcp, which bash has and sh hasn't.
        probe.Exec = new ExecActionArgs { Command = { "bash", $"{ContainerParts.Folder}/{script}" } };
        return probe;
    }

    private static ContainerPortArgs Port(string name, int number) =>
        new() { Name = name, ContainerPortValue = number, Protocol = "TCP" };

    private static AffinityArgs Affinity(ZookeeperScope scope)
    {
        var term = new PodAffinityTermArgs
        {
            TopologyKey = scope.Args.TopologyKey,
            LabelSelector = new LabelSelectorArgs { MatchLabels = Inputs.Map(scope.Selector) },
        };
        var rules = new PodAntiAffinityArgs();
        if (scope.Spec.Spread == RedisSpread.Required)
            rules.RequiredDuringSchedulingIgnoredDuringExecution.Add(term);
        else
            rules.PreferredDuringSchedulingIgnoredDuringExecution.Add(
                new WeightedPodAffinityTermArgs { Weight = 100, PodAffinityTerm = term });
        return new AffinityArgs { PodAntiAffinity = rules };
    }
}

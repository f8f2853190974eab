using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Sentinel;

/// <summary>What the containers of members and Sentinels are told, whatever component they are of.</summary>
/// <param name="Image">Their image.</param>
/// <param name="PullPolicy">Whether nodes ask the registry for it.</param>
/// <param name="MasterName">What Sentinels call the master.</param>
/// <param name="Domain">The domain of the pod's stable name.</param>
/// <param name="AuthSecretName">The Secret with the members' password.</param>
/// <param name="SentinelAuthSecretName">The Secret with the Sentinels'.</param>
/// <param name="SetName">The ConfigMap that lists members and Sentinels, a line each.</param>
internal sealed record SentinelPodInputs(
    Input<string> Image, Input<string> PullPolicy, Output<string> MasterName, Output<string> Domain,
    string AuthSecretName, string SentinelAuthSecretName, string SetName);

/// <summary>The containers of members and of Sentinels, and the volume that tells them of one another.</summary>
internal static class SentinelPods
{
    private const string SetVolume = "set";
    private const string SetFolder = "/etc/redisinfra-set";

    /// <summary>A member: as a server by itself, and it stops by handing over.</summary>
    public static ContainerArgs Member(
        SentinelPodInputs inputs, RedisResourcesArgs resources, VolumeMountArgs data, MonitoringParts? monitoring)
    {
        var container = ServerContainer.Of(
            inputs.Image, inputs.PullPolicy, inputs.AuthSecretName, resources, data, monitoring);
        container.VolumeMounts.Add(SetMount());
        container.Env.Add(new EnvVarArgs { Name = "REDIS_DOMAIN", Value = inputs.Domain });
        container.Env.Add(new EnvVarArgs { Name = "MASTER_NAME", Value = inputs.MasterName });
        container.Env.Add(SentinelPassword(inputs));
        container.Lifecycle = new LifecycleArgs
        {
            PreStop = new LifecycleHandlerArgs
            {
                Exec = new ExecActionArgs
                {
                    Command =
                    {
                        "timeout", $"{SentinelDefaults.HandOverSeconds}", "sh", $"{ContainerParts.Folder}/stop.sh",
                    },
                },
            },
        };
        return container;
    }

    /// <param name="inputs">What it is told.</param>
    /// <param name="id">32 hexadecimal digits of its own for each set: with the pod's number they are its identity.
    /// </param>
    /// <param name="resources">Memory and CPU.</param>
    /// <param name="monitoring">How it is watched; null: not at all.</param>
    public static ContainerArgs Sentinel(
        SentinelPodInputs inputs, Output<string> id, RedisResourcesArgs resources, MonitoringParts? monitoring)
    {
        var mounts = PodParts.Mounts();
        mounts.Add(SetMount());
        var container = new ContainerArgs
        {
            Name = "sentinel",
            Image = inputs.Image,
            ImagePullPolicy = inputs.PullPolicy,
            Command = { "sh", $"{ContainerParts.Folder}/start.sh" },
            Ports =
            {
                new ContainerPortArgs
                {
                    Name = "sentinel", ContainerPortValue = SentinelDefaults.Port, Protocol = "TCP",
                },
            },
            Env =
            {
                ContainerParts.FromField("POD_NAME", "metadata.name"),
                ContainerParts.Password(inputs.AuthSecretName),
                SentinelPassword(inputs),
                new EnvVarArgs { Name = "REDIS_DOMAIN", Value = inputs.Domain },
                new EnvVarArgs { Name = "MASTER_NAME", Value = inputs.MasterName },
                new EnvVarArgs { Name = "SENTINEL_ID", Value = id },
            },
            Resources = ContainerParts.Resources(resources),
            VolumeMounts = mounts,
            SecurityContext = ContainerParts.Restricted(),
            StartupProbe = ContainerParts.Probe(
                "live.sh", periodSeconds: 1, failureThreshold: RedisClusterDefaults.StartupSeconds),
            LivenessProbe = ContainerParts.Probe("live.sh", periodSeconds: 10, failureThreshold: 6),
            ReadinessProbe = ContainerParts.Probe("ready.sh", periodSeconds: 5, failureThreshold: 2),
        };
        if (monitoring is not null) container.Env.Add(monitoring.ServerVariable());
        return container;
    }

    /// <summary>The list of members and Sentinels, as it is when the pod starts and later.</summary>
    public static VolumeArgs Set(string name) => new()
    {
        Name = SetVolume, ConfigMap = new ConfigMapVolumeSourceArgs { Name = name },
    };

    private static VolumeMountArgs SetMount() => new() { Name = SetVolume, MountPath = SetFolder, ReadOnly = true };

    private static EnvVarArgs SentinelPassword(SentinelPodInputs inputs) => new()
    {
        Name = "SENTINEL_AUTH",
        ValueFrom = new EnvVarSourceArgs
        {
            SecretKeyRef = new SecretKeySelectorArgs { Name = inputs.SentinelAuthSecretName, Key = RedisAuth.Key },
        },
    };
}

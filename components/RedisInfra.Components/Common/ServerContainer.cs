using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Common;

/// <summary>The container of a Redis that knows of no other: it starts, answers and stops by itself.</summary>
internal static class ServerContainer
{
    public static ContainerArgs Of(
        Input<string> image, Input<string> pullPolicy, string authSecretName, RedisResourcesArgs resources,
        VolumeMountArgs data, MonitoringParts? monitoring = null)
    {
        var mounts = PodParts.Mounts();
        mounts.Add(data);
        var environment = new InputList<EnvVarArgs>
        {
            ContainerParts.FromField("POD_NAME", "metadata.name"),
            ContainerParts.Password(authSecretName),
        };
        if (monitoring is not null) environment.Add(monitoring.ServerVariable());
        return new ContainerArgs
        {
            Name = ClusterContainer.Name,
            Image = image,
            ImagePullPolicy = pullPolicy,
            Command = { "sh", $"{ContainerParts.Folder}/start.sh" },
            Ports =
            {
                new ContainerPortArgs
                {
                    Name = "redis", ContainerPortValue = RedisClusterDefaults.Port, Protocol = "TCP",
                },
            },
            Env = environment,
            Resources = ContainerParts.Resources(resources),
            VolumeMounts = mounts,
            SecurityContext = ContainerParts.Restricted(),
            // Any answer ends the start, LOADING too: a big data set may load for as long as it takes.
            StartupProbe = ContainerParts.Probe(
                "live.sh", periodSeconds: 1, failureThreshold: RedisClusterDefaults.StartupSeconds),
            LivenessProbe = ContainerParts.Probe("live.sh", periodSeconds: 10, failureThreshold: 6),
            ReadinessProbe = ContainerParts.Probe("ready.sh", periodSeconds: 5, failureThreshold: 2),
        };
    }
}

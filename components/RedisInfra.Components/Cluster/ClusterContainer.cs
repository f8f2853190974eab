using System.Globalization;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Storage;

namespace RedisInfra.Components.Cluster;

/// <summary>The container of a member.</summary>
internal static class ClusterContainer
{
    public const string Name = "redis";

    public static ContainerArgs Of(ClusterScope scope) => new()
    {
        Name = Name,
        Image = scope.Args.Image,
        ImagePullPolicy = scope.Args.ImagePullPolicy,
        Command = { "sh", $"{ContainerParts.Folder}/start.sh" },
        Ports =
        {
            new ContainerPortArgs { Name = "redis", ContainerPortValue = RedisClusterDefaults.Port, Protocol = "TCP" },
            new ContainerPortArgs { Name = "bus", ContainerPortValue = RedisClusterDefaults.BusPort, Protocol = "TCP" },
        },
        Env = Environment(scope),
        Resources = ContainerParts.Resources(scope.Args.Resources),
        VolumeMounts =
        {
            VolumeParts.Mount(scope.Spec.Storage),
            new VolumeMountArgs { Name = "config", MountPath = ContainerParts.Folder, ReadOnly = true },
            new VolumeMountArgs { Name = "run", MountPath = "/run/redisinfra" },
            new VolumeMountArgs { Name = "tmp", MountPath = "/tmp" },
        },
        SecurityContext = ContainerParts.Restricted(),
        // Any answer ends the start, LOADING too: a big data set may load for as long as it takes.
        StartupProbe = ContainerParts.Probe(
            "live.sh", periodSeconds: 1, failureThreshold: RedisClusterDefaults.StartupSeconds),
        LivenessProbe = ContainerParts.Probe("live.sh", periodSeconds: 10, failureThreshold: 6),
        ReadinessProbe = ContainerParts.Probe("ready.sh", periodSeconds: 5, failureThreshold: 2),
        Lifecycle = new LifecycleArgs
        {
            PreStop = new LifecycleHandlerArgs { Exec = ContainerParts.Script("stop.sh") },
        },
    };

    private static InputList<EnvVarArgs> Environment(ClusterScope scope)
    {
        var environment = new InputList<EnvVarArgs>
        {
            ContainerParts.FromField("POD_NAME", "metadata.name"),
            // The address is asked for at each start: it is another one each time.
            ContainerParts.FromField("POD_IP", "status.podIP"),
            new EnvVarArgs { Name = "REDIS_DOMAIN", Value = scope.Domain },
            ContainerParts.Password(scope.Layout.AuthSecretName),
        };
        if (scope.Monitoring is { } monitoring) environment.Add(monitoring.ServerVariable());
        if (scope.Spec.NeedsRestartGuard)
        {
            environment.Add(new EnvVarArgs
            {
                Name = "REDIS_RESTART_DELAY_SECONDS",
                Value = scope.Args.NodeTimeout.Apply(RestartDelaySeconds),
            });
        }

        return environment;
    }

    /// <summary>Failure detection and an election take up to twice the node timeout.</summary>
    private static string RestartDelaySeconds(TimeSpan nodeTimeout) =>
        ((int)Math.Ceiling(nodeTimeout.TotalSeconds * 2) + 2).ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Cluster;

/// <summary>The container of a member.</summary>
internal static class ClusterContainer
{
    public const string Name = "redis";
    public const string PasswordKey = "password";

    public static ContainerArgs Of(ClusterScope scope) => new()
    {
        Name = Name,
        Image = scope.Args.Image,
        ImagePullPolicy = scope.Args.ImagePullPolicy,
        Command = { "sh", $"{RedisClusterScripts.Folder}/start.sh" },
        Ports =
        {
            new ContainerPortArgs { Name = "redis", ContainerPortValue = RedisClusterDefaults.Port, Protocol = "TCP" },
            new ContainerPortArgs { Name = "bus", ContainerPortValue = RedisClusterDefaults.BusPort, Protocol = "TCP" },
        },
        Env = Environment(scope),
        Resources = Resources(scope.Args.Resources),
        VolumeMounts =
        {
            ClusterVolumes.Mount(scope),
            new VolumeMountArgs { Name = "config", MountPath = RedisClusterScripts.Folder, ReadOnly = true },
            new VolumeMountArgs { Name = "run", MountPath = "/run/redisinfra" },
            new VolumeMountArgs { Name = "tmp", MountPath = "/tmp" },
        },
        SecurityContext = new SecurityContextArgs
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            RunAsNonRoot = true,
            Capabilities = new CapabilitiesArgs { Drop = { "ALL" } },
            SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
        },
        // Any answer ends the start, LOADING too: a big data set may load for as long as it takes.
        StartupProbe = Probe("live.sh", periodSeconds: 1, failureThreshold: RedisClusterDefaults.StartupSeconds),
        LivenessProbe = Probe("live.sh", periodSeconds: 10, failureThreshold: 6),
        ReadinessProbe = Probe("ready.sh", periodSeconds: 5, failureThreshold: 2),
        Lifecycle = new LifecycleArgs { PreStop = new LifecycleHandlerArgs { Exec = Script("stop.sh") } },
    };

    private static InputList<EnvVarArgs> Environment(ClusterScope scope)
    {
        var environment = new InputList<EnvVarArgs>
        {
            FromField("POD_NAME", "metadata.name"),
            // The address is asked for at each start: it is another one each time.
            FromField("POD_IP", "status.podIP"),
            new EnvVarArgs { Name = "REDIS_DOMAIN", Value = scope.Domain },
            new EnvVarArgs
            {
                Name = "REDISCLI_AUTH",
                ValueFrom = new EnvVarSourceArgs
                {
                    SecretKeyRef = new SecretKeySelectorArgs { Name = scope.Layout.AuthSecretName, Key = PasswordKey },
                },
            },
        };
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

    private static ResourceRequirementsArgs Resources(RedisResourcesArgs args)
    {
        var memory = Inputs.Text(args.Memory)!;
        var resources = new ResourceRequirementsArgs
        {
            Requests = { ["memory"] = memory, ["cpu"] = Inputs.Text(args.Cpu)! },
            Limits = { ["memory"] = memory },
        };
        if (Inputs.Text(args.CpuLimit) is { } limit) resources.Limits.Add("cpu", limit);
        return resources;
    }

    private static ProbeArgs Probe(string script, int periodSeconds, int failureThreshold) => new()
    {
        Exec = Script(script),
        PeriodSeconds = periodSeconds,
        TimeoutSeconds = 5,
        FailureThreshold = failureThreshold,
        SuccessThreshold = 1,
    };

    private static ExecActionArgs Script(string name) =>
        new() { Command = { "sh", $"{RedisClusterScripts.Folder}/{name}" } };

    private static EnvVarArgs FromField(string name, string path) => new()
    {
        Name = name,
        ValueFrom = new EnvVarSourceArgs
        {
            FieldRef = new ObjectFieldSelectorArgs { ApiVersion = "v1", FieldPath = path },
        },
    };
}

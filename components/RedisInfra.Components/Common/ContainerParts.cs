using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Cluster;

namespace RedisInfra.Components.Common;

/// <summary>What the containers of all components have in common.</summary>
internal static class ContainerParts
{
    /// <summary>Where the ConfigMap with the scripts is mounted.</summary>
    public const string Folder = "/etc/redisinfra";

    /// <summary>Within the restricted Pod Security level.</summary>
    public static SecurityContextArgs Restricted() => new()
    {
        AllowPrivilegeEscalation = false,
        ReadOnlyRootFilesystem = true,
        RunAsNonRoot = true,
        Capabilities = new CapabilitiesArgs { Drop = { "ALL" } },
        SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
    };

    /// <summary>The password where redis-cli takes it from, so that it is on no command line.</summary>
    public static EnvVarArgs Password(string secretName) => new()
    {
        Name = "REDISCLI_AUTH",
        ValueFrom = new EnvVarSourceArgs
        {
            SecretKeyRef = new SecretKeySelectorArgs { Name = secretName, Key = RedisAuth.Key },
        },
    };

    /// <summary>Memory is requested and the limit at once; a CPU limit only where one is asked for.</summary>
    public static ResourceRequirementsArgs Resources(RedisResourcesArgs args)
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

    /// <summary>A probe that runs a script of <see cref="Folder"/>.</summary>
    public static ProbeArgs Probe(string script, int periodSeconds, int failureThreshold) => new()
    {
        Exec = Script(script),
        PeriodSeconds = periodSeconds,
        TimeoutSeconds = 5,
        FailureThreshold = failureThreshold,
        SuccessThreshold = 1,
    };

    /// <summary>Runs a script of <see cref="Folder"/>.</summary>
    public static ExecActionArgs Script(string name) =>
        new() { Command = { "sh", $"{Folder}/{name}" } };

    /// <summary>A variable with a field of the pod.</summary>
    public static EnvVarArgs FromField(string name, string path) => new()
    {
        Name = name,
        ValueFrom = new EnvVarSourceArgs
        {
            FieldRef = new ObjectFieldSelectorArgs { ApiVersion = "v1", FieldPath = path },
        },
    };
}

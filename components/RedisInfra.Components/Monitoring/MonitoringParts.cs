using System.Collections.Immutable;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Monitoring;

/// <summary>
/// The monitoring of a component, plugged in where it has servers: <see cref="Of"/> first; <see cref="Scripts"/> for
/// their ConfigMap; <see cref="ServerVariable"/>, <see cref="Sidecar"/> and <see cref="Before"/> for their workloads;
/// <see cref="Watch"/> after these.
/// </summary>
internal sealed record MonitoringParts(ComponentScope Scope, MonitoringArgs Args, Secret Secret)
{
    private string SecretName => $"{Scope.Name}-exporter";

    /// <summary>Null when nothing is to be monitored.</summary>
    public static MonitoringParts? Of(ComponentScope scope, MonitoringArgs? args)
    {
        if (args is null) return null;
        var password = RedisAuth.Generated(scope, "exporter");
        // Not in the Secret of the clients' password: who reads figures has no business with that.
        var secret = new Secret(
            scope.ChildName("exporter"),
            new SecretArgs
            {
                Metadata = scope.Meta($"{scope.Name}-exporter", Labels.Of(scope.Name, "exporter")),
                Type = "Opaque",
                StringData = { [RedisAuth.Key] = Output.CreateSecret(password) },
            },
            scope.Child());
        return new MonitoringParts(scope, args, secret);
    }

    /// <summary>
    /// The servers' scripts, whose start.sh makes the exporter's user. Who isn't watched has them as they are, so that
    /// nobody's pods roll for nothing.
    /// </summary>
    public static ImmutableSortedDictionary<string, string> Scripts(
        ComponentScope scope, ImmutableSortedDictionary<string, string> scripts) => scope.Monitoring is null
        ? scripts
        : scripts.SetItem("start.sh", ShellParts.WithExporterUser(scripts["start.sh"]));

    /// <summary>The same for Sentinels.</summary>
    public static ImmutableSortedDictionary<string, string> SentinelScripts(
        ComponentScope scope, ImmutableSortedDictionary<string, string> scripts) => scope.Monitoring is null
        ? scripts
        : scripts.SetItem("start.sh", ShellParts.WithSentinelExporterUser(scripts["start.sh"]));

    /// <summary>What must be there before the pods.</summary>
    public static IEnumerable<Resource> Before(ComponentScope scope) =>
        scope.Monitoring is { } parts ? [parts.Secret] : [];

    /// <summary>For the server's container: its start.sh makes the exporter's user of it.</summary>
    public EnvVarArgs ServerVariable() => FromSecret("REDIS_EXPORTER_PASSWORD");

    /// <summary>
    /// The exporter's container. It has no readiness of its own: what can't be watched still serves. Its settings are
    /// variables, so nothing secret is an argument.
    /// </summary>
    /// <param name="pullPolicy">Whether nodes ask the registry for its image.</param>
    /// <param name="port">Where the server beside it listens.</param>
    public ContainerArgs Sidecar(Input<string> pullPolicy, int port = RedisClusterDefaults.Port) => new()
    {
        Name = "exporter",
        Image = Args.Image,
        ImagePullPolicy = pullPolicy,
        Ports =
        {
            new ContainerPortArgs
            {
                Name = MonitoringDefaults.PortName, ContainerPortValue = MonitoringDefaults.Port, Protocol = "TCP",
            },
        },
        Env =
        {
            Variable("REDIS_ADDR", $"redis://127.0.0.1:{port}"),
            Variable("REDIS_USER", MonitoringDefaults.User),
            FromSecret("REDIS_PASSWORD"),
            // Its user may not: CONFIG GET tells passwords.
            Variable("REDIS_EXPORTER_CONFIG_COMMAND", "-"),
            // Anybody could have the password sent to a server of his.
            Variable("REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT", "true"),
        },
        Resources = ContainerParts.Resources(Args.Resources),
        SecurityContext = ContainerParts.Restricted(),
        LivenessProbe = Health(MonitoringDefaults.Port),
    };

    /// <summary>An exporter that doesn't answer is started again.</summary>
    public static ProbeArgs Health(int port) => new()
    {
        HttpGet = new HTTPGetActionArgs { Path = "/health", Port = port, Scheme = "HTTP" },
        PeriodSeconds = 10,
        TimeoutSeconds = 5,
        FailureThreshold = 6,
        SuccessThreshold = 1,
    };

    /// <summary>What of it can vary in a pod, for digests of templates.</summary>
    public Output<string> Digest() => Output.All(
            Inputs.Text(Args.Image), Inputs.Text<Quantity>(Args.Resources.Memory),
            Inputs.Text<Quantity>(Args.Resources.Cpu), Inputs.Text<Quantity>(Args.Resources.CpuLimit!))
        .Apply(values => string.Join(' ', values));

    /// <summary>Declares what finds and judges the servers' figures.</summary>
    public void Watch(Monitored monitored, KubernetesAccessArgs access, params Resource[] dependsOn) =>
        MonitoringWatch.Declare(Scope, Args, Watched.Servers(Scope.Name, monitored), access, dependsOn);

    private EnvVarArgs FromSecret(string name) => new()
    {
        Name = name,
        ValueFrom = new EnvVarSourceArgs
        {
            SecretKeyRef = new SecretKeySelectorArgs { Name = SecretName, Key = RedisAuth.Key },
        },
    };

    private static EnvVarArgs Variable(string name, string value) => new() { Name = name, Value = value };
}

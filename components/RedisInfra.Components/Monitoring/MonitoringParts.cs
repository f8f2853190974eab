using System.Collections.Immutable;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using Pulumi.Random;
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
        var password = new RandomPassword(
            scope.ChildName("exporter-password"),
            new RandomPasswordArgs
            {
                // Waits for the namespace, that is for all inputs to be accepted.
                Length = scope.Namespace.Apply(_ => RedisClusterDefaults.PasswordLength), Special = false,
            },
            scope.Child());
        // Not in the Secret of the clients' password: who reads figures has no business with that.
        var secret = new Secret(
            scope.ChildName("exporter"),
            new SecretArgs
            {
                Metadata = scope.Meta($"{scope.Name}-exporter", Labels.Of(scope.Name, "exporter")),
                Type = "Opaque",
                StringData = { [RedisAuth.Key] = Output.CreateSecret(password.Result) },
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

    /// <summary>What must be there before the pods.</summary>
    public static IEnumerable<Resource> Before(ComponentScope scope) =>
        scope.Monitoring is { } parts ? [parts.Secret] : [];

    /// <summary>For the server's container: its start.sh makes the exporter's user of it.</summary>
    public EnvVarArgs ServerVariable() => FromSecret("REDIS_EXPORTER_PASSWORD");

    /// <summary>
    /// The exporter's container. It has no readiness of its own: what can't be watched still serves. Its settings are
    /// variables, so nothing secret is an argument.
    /// </summary>
    public ContainerArgs Sidecar(Input<string> pullPolicy) => new()
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
            Variable("REDIS_ADDR", $"redis://127.0.0.1:{RedisClusterDefaults.Port}"),
            Variable("REDIS_USER", MonitoringDefaults.User),
            FromSecret("REDIS_PASSWORD"),
            // Its user may not: CONFIG GET tells passwords.
            Variable("REDIS_EXPORTER_CONFIG_COMMAND", "-"),
            // Anybody could have the password sent to a server of his.
            Variable("REDIS_EXPORTER_DISABLE_SCRAPE_ENDPOINT", "true"),
        },
        Resources = ContainerParts.Resources(Args.Resources),
        SecurityContext = ContainerParts.Restricted(),
        LivenessProbe = new ProbeArgs
        {
            HttpGet = new HTTPGetActionArgs { Path = "/health", Port = MonitoringDefaults.Port, Scheme = "HTTP" },
            PeriodSeconds = 10,
            TimeoutSeconds = 5,
            FailureThreshold = 6,
            SuccessThreshold = 1,
        },
    };

    /// <summary>What of it can vary in a pod, for digests of templates.</summary>
    public Output<string> Digest() => Output.All(
            Inputs.Text(Args.Image), Inputs.Text<Quantity>(Args.Resources.Memory),
            Inputs.Text<Quantity>(Args.Resources.Cpu), Inputs.Text<Quantity>(Args.Resources.CpuLimit!))
        .Apply(values => string.Join(' ', values));

    /// <summary>Declares what finds and judges the figures.</summary>
    /// <param name="monitored">What is watched.</param>
    /// <param name="access">How the provider reaches the Kubernetes cluster.</param>
    /// <param name="dependsOn">The workloads: alerts on servers that aren't there yet help nobody.</param>
    public void Watch(Monitored monitored, KubernetesAccessArgs access, params Resource[] dependsOn)
    {
        var service = Service(dependsOn);
        if (Args.Dashboard) Dashboard(monitored);
        var place = Place(Args.Namespace);
        var texts = Output.Tuple(
                Scope.Namespace, place, Args.Labels.ToOutput(), Args.Interval.ToOutput())
            .Apply(values => Texts(values.Item1, values.Item2, values.Item3, values.Item4, monitored));
        _ = new MonitoringObjects(
            Scope.ChildName("monitoring"),
            new MonitoringObjectsArgs
            {
                Component = Scope.Name,
                Kubernetes = access.In(Scope.Namespace),
                Objects = texts,
                Required = Args.Required,
            },
            Scope.Child([service, .. dependsOn]));
    }

    private ImmutableArray<string> Texts(
        string ns, string place, ImmutableDictionary<string, string> labels, TimeSpan interval, Monitored monitored)
    {
        var monitor = MonitoringManifests.ServiceMonitor(Scope.Name, ns, place, labels, interval);
        if (!Args.Alerts) return [MonitoringJson.Compact(monitor)];
        var rules = RedisAlerts.Of(Scope.Name, ns, monitored);
        var alerts = MonitoringManifests.PrometheusRule(Scope.Name, ns, place, labels, rules);
        return [MonitoringJson.Compact(monitor), MonitoringJson.Compact(alerts)];
    }

    /// <summary>Each exporter at its own address, of pods that aren't ready too: why they aren't is to be seen.
    /// </summary>
    private Service Service(Resource[] dependsOn) => new(
        Scope.ChildName("metrics"),
        new ServiceArgs
        {
            Metadata = Scope.Meta(
                $"{Scope.Name}-metrics", Labels.Of(Scope.Name, MonitoringManifests.MetricsComponent)),
            Spec = new ServiceSpecArgs
            {
                ClusterIP = "None",
                PublishNotReadyAddresses = true,
                Selector = Inputs.Map(Labels.Selector(Scope.Name)),
                Ports = { ServiceParts.Port(MonitoringDefaults.PortName, MonitoringDefaults.Port) },
            },
        },
        Scope.Child(dependsOn));

    private void Dashboard(Monitored monitored)
    {
        var place = Place(Args.DashboardNamespace);
        var places = Output.Tuple(Scope.Namespace, place);
        _ = new ConfigMap(
            Scope.ChildName("dashboard"),
            new ConfigMapArgs
            {
                Metadata = new ObjectMetaArgs
                {
                    Name = places.Apply(pair =>
                        MonitoringManifests.NameIn(pair.Item2, pair.Item1, Scope.Name) + "-dashboard"),
                    Namespace = place,
                    Labels = InputMap<string>.Merge(
                        Args.DashboardLabels, Inputs.Map(Labels.Of(Scope.Name, "dashboard"))),
                },
                // Grafana's sidecar puts the files of all ConfigMaps into one folder.
                Data = Scope.Namespace.Apply(ns => new Dictionary<string, string>
                {
                    [$"redis-{ns}-{Scope.Name}.json"] = RedisDashboard.Render(Scope.Name, ns, monitored),
                }.ToImmutableDictionary()),
            },
            Scope.Child());
    }

    private Output<string> Place(Input<string>? asked) => asked is null
        ? Scope.Namespace
        : Output.Tuple(Scope.Namespace, asked.ToOutput()).Apply(pair => pair.Item2);

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

using System.Collections.Immutable;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;
using RedisInfra.Components.Cluster;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Monitoring;

/// <summary>What finds, judges and shows a component's figures.</summary>
internal static class MonitoringWatch
{
    /// <param name="scope">The component's.</param>
    /// <param name="args">How it is watched.</param>
    /// <param name="watched">What is watched.</param>
    /// <param name="access">How the provider reaches the Kubernetes cluster.</param>
    /// <param name="dependsOn">The workloads: alerts on servers that aren't there yet help nobody.</param>
    public static void Declare(
        ComponentScope scope, MonitoringArgs args, Watched watched, KubernetesAccessArgs access,
        params Resource[] dependsOn)
    {
        var services = watched.Sources.Select(source => Service(scope, source, dependsOn)).ToArray();
        if (args.Dashboard) AddDashboard(scope, args, watched);
        var place = Place(scope, args.Namespace);
        var texts = Output.Tuple(scope.Namespace, place, args.Labels.ToOutput(), args.Interval.ToOutput())
            .Apply(values => Texts(
                new MonitoringOwner(
                    scope.Name, values.Item1, values.Item2, values.Item3, watched.LabelsOf("monitoring")),
                watched, args.Alerts, values.Item4));
        _ = new MonitoringObjects(
            scope.ChildName("monitoring"),
            new MonitoringObjectsArgs
            {
                Component = scope.Name,
                Kubernetes = access.In(scope.Namespace),
                Objects = texts,
                Required = args.Required,
            },
            scope.Child([.. services, .. dependsOn]));
    }

    private static ImmutableArray<string> Texts(
        MonitoringOwner owner, Watched watched, bool hasAlerts, TimeSpan interval)
    {
        var objects = watched.Sources
            .Select(source => MonitoringManifests.ServiceMonitor(owner, source, interval)).ToList();
        if (hasAlerts) objects.Add(MonitoringManifests.PrometheusRule(owner, watched.Alerts(owner.Namespace)));
        return [.. objects.Select(MonitoringJson.Compact)];
    }

    /// <summary>Each pod's figures at its own address, of pods that aren't ready too: why they aren't is to be seen.
    /// </summary>
    private static Service Service(ComponentScope scope, MetricsSource source, Resource[] dependsOn) => new(
        scope.ChildName(source.Role.Length == 0 ? "metrics" : $"{source.Role}-metrics"),
        new ServiceArgs
        {
            Metadata = scope.Meta(source.ServiceOf(scope.Name), source.Labels),
            Spec = new ServiceSpecArgs
            {
                ClusterIP = "None",
                PublishNotReadyAddresses = true,
                Selector = Inputs.Map(source.Selector),
                Ports = { ServiceParts.Port(MonitoringDefaults.PortName, source.Port) },
            },
        },
        scope.Child(dependsOn));

    private static void AddDashboard(ComponentScope scope, MonitoringArgs args, Watched watched)
    {
        var place = Place(scope, args.DashboardNamespace);
        var places = Output.Tuple(scope.Namespace, place);
        _ = new ConfigMap(
            scope.ChildName("dashboard"),
            new ConfigMapArgs
            {
                Metadata = new ObjectMetaArgs
                {
                    Name = places.Apply(pair =>
                        MonitoringManifests.NameIn(pair.Item2, pair.Item1, scope.Name) + "-dashboard"),
                    Namespace = place,
                    Labels = InputMap<string>.Merge(
                        args.DashboardLabels, Inputs.Map(watched.LabelsOf("dashboard"))),
                },
                // Grafana's sidecar puts the files of all ConfigMaps into one folder.
                Data = scope.Namespace.Apply(ns => new Dictionary<string, string>
                {
                    [$"{Dashboard.WordOf(watched)}-{ns}-{scope.Name}.json"] =
                        Dashboard.Render(scope.Name, ns, watched),
                }.ToImmutableDictionary()),
            },
            scope.Child());
    }

    private static Output<string> Place(ComponentScope scope, Input<string>? asked) => asked is null
        ? scope.Namespace
        : Output.Tuple(scope.Namespace, asked.ToOutput()).Apply(pair => pair.Item2);
}

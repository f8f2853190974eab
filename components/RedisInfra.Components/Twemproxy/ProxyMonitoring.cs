using System.Collections.Immutable;
using System.Globalization;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using RedisInfra.Components.Common;
using RedisInfra.Components.Monitoring;

namespace RedisInfra.Components.Twemproxy;

/// <summary>The proxies' own figures: an exporter beside each, of the same image.</summary>
internal static class ProxyMonitoring
{
    /// <summary>The scripts of proxies. Who isn't watched has none for an exporter, and its pods don't roll.</summary>
    public static ImmutableSortedDictionary<string, string> Scripts(TwemproxyScope scope) =>
        scope.Args.Monitoring is null
            ? TwemproxyScripts.OfProxies
            : TwemproxyScripts.OfProxies.SetItem(ProxyExporterScript.File, ProxyExporterScript.Text);

    /// <summary>
    /// The exporter's container. It sees neither the password nor the file that has it. It has no readiness of its own:
    /// what can't be watched still serves.
    /// </summary>
    public static ContainerArgs Container(TwemproxyScope scope, MonitoringArgs args) => new()
    {
        Name = "exporter",
        Image = scope.Args.Proxy.Image!,
        ImagePullPolicy = scope.Args.ImagePullPolicy,
        Command = { "perl", $"{ContainerParts.Folder}/{ProxyExporterScript.File}" },
        Ports =
        {
            new ContainerPortArgs
            {
                Name = MonitoringDefaults.PortName, ContainerPortValue = TwemproxyDefaults.MetricsPort,
                Protocol = "TCP",
            },
        },
        Env =
        {
            Number("PROXY_STATS_PORT", scope.Spec.StatsPort), Number("METRICS_PORT", TwemproxyDefaults.MetricsPort),
        },
        Resources = ContainerParts.Resources(args.Resources),
        VolumeMounts =
        {
            new VolumeMountArgs { Name = "config", MountPath = ContainerParts.Folder, ReadOnly = true },
        },
        SecurityContext = ContainerParts.Restricted(),
        LivenessProbe = MonitoringParts.Health(TwemproxyDefaults.MetricsPort),
    };

    public static Watched Watched(TwemproxyScope scope)
    {
        var labels = Labels.OfProxy(scope.Name);
        labels["app.kubernetes.io/component"] = MetricsSource.MetricsComponent;
        var source = new MetricsSource(
            "proxy", labels, Labels.ProxySelector(scope.Name), TwemproxyDefaults.MetricsPort);
        bool ejects = scope.Spec.Rings.Any(ring => ring.Ejection is not null);
        return new Watched(
            "Redis", what => Labels.Of(scope.Name, what), [source],
            ns => TwemproxyAlerts.Of(scope.Name, ns, source.Series(scope.Name, ns), scope.Spec.Proxies, ejects),
            ns => TwemproxyPanels.Of(source.Series(scope.Name, ns)));
    }

    private static EnvVarArgs Number(string name, int value) =>
        new() { Name = name, Value = value.ToString(CultureInfo.InvariantCulture) };
}

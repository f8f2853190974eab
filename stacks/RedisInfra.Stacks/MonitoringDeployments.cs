using RedisInfra.Components.Monitoring;
using RedisInfra.Stacks.Settings;

namespace RedisInfra.Stacks;

/// <summary>Turns settings of monitoring into what components get.</summary>
internal static class MonitoringDeployments
{
    /// <summary>Null when nothing is to be monitored.</summary>
    public static MonitoringArgs? ArgsOf(DeploymentSettings deployment, StackSettings stack)
    {
        if (deployment.Monitoring is not { } settings) return null;
        var args = new MonitoringArgs { Labels = settings.Labels };
        args.Resources = Deployments.ResourcesOf(settings.Resources, args.Resources);
        if ((settings.Image ?? stack.Images.RedisExporter) is { } image) args.Image = image;
        if (settings.Namespace is { } ns) args.Namespace = ns;
        if (settings.Interval is { } interval) args.Interval = interval;
        if (settings.Alerts is { } alerts) args.Alerts = alerts;
        if (settings.Dashboard is { } dashboard) args.Dashboard = dashboard;
        if (settings.DashboardNamespace is { } place) args.DashboardNamespace = place;
        if (!settings.DashboardLabels.IsEmpty) args.DashboardLabels = settings.DashboardLabels;
        if (settings.Required is { } required) args.Required = required;
        return args;
    }
}

using System.Collections.Immutable;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Monitoring;

/// <summary>The rules on <see cref="MonitoringArgs"/>. Findings go to <c>add</c>: code, what, why, fix.</summary>
internal static class MonitoringRules
{
    private const int MaxLabelValue = 63;

    public static void Check(MonitoringInputValues? values, Action<string, string, string, string> add)
    {
        if (values is null) return;
        ValueRules.Image("Monitoring.Image", values.Image, add);
        ValueRules.Memory(
            "Monitoring.Resources.Memory", "an exporter", MonitoringDefaults.MinMemoryMebibytes, values.Memory, add);
        Namespace("Namespace", values.Namespace, add);
        Namespace("DashboardNamespace", values.DashboardNamespace, add);
        if (values.Interval is { } interval && !MonitoringDefaults.IsInterval(interval))
            add(
                "RI2502", FormattableString.Invariant($"Monitoring.Interval = {interval.TotalSeconds:0.###} s"),
                "Prometheus counts whole seconds, and alerts look at the last 5 min", "Set it within 5 s to 2 min");
        Labels("Labels", values.Labels, add);
        Labels("DashboardLabels", values.DashboardLabels, add);
    }

    /// <summary>Kubernetes, "Labels and Selectors".</summary>
    public static bool IsLabel(string key, string value) =>
        IsLabelText(key[(key.LastIndexOf('/') + 1)..]) && (value.Length == 0 || IsLabelText(value));

    private static void Namespace(string field, string? value, Action<string, string, string, string> add)
    {
        if (value is not { } ns || Naming.IsLabel(ns)) return;
        add(
            "RI2501", $"Monitoring.{field} = \"{ns}\"",
            "a namespace is lower-case letters, digits and inner hyphens, at most 63",
            "Name an existing namespace, or leave it out for the component's own");
    }

    private static void Labels(
        string field, ImmutableDictionary<string, string>? labels, Action<string, string, string, string> add)
    {
        foreach (var (key, value) in (labels ?? ImmutableDictionary<string, string>.Empty)
                     .OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            if (IsLabel(key, value)) continue;
            add(
                "RI2503", $"Monitoring.{field} has \"{key}\" = \"{value}\"",
                $"a label is up to {MaxLabelValue} letters, digits, and inner hyphens, dots and underscores",
                "Write it as Kubernetes takes it");
        }
    }

    private static bool IsLabelText(string text) =>
        text.Length is > 0 and <= MaxLabelValue
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]);
}

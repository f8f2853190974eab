using System.Globalization;
using System.Text.Json.Nodes;
using RedisInfra.Components.Common;

namespace RedisInfra.Components.Monitoring;

/// <summary>The Prometheus operator's objects as JSON: which series there are, and what is wrong in them.</summary>
internal static class MonitoringManifests
{
    private const string ApiVersion = "monitoring.coreos.com/v1";

    /// <summary>What the Services with figures have as their component.</summary>
    public const string MetricsComponent = "metrics";

    /// <param name="name">The component's.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="place">The object's namespace.</param>
    /// <param name="labels">Of the object, besides the component's.</param>
    /// <param name="interval">How often.</param>
    public static JsonObject ServiceMonitor(
        string name, string ns, string place, IReadOnlyDictionary<string, string> labels, TimeSpan interval)
    {
        var spec = new JsonObject
        {
            ["namespaceSelector"] = new JsonObject { ["matchNames"] = new JsonArray(ns) },
            ["selector"] = new JsonObject { ["matchLabels"] = MonitoringJson.Texts(Service(name)) },
            ["endpoints"] = new JsonArray(new JsonObject
            {
                ["port"] = MonitoringDefaults.PortName,
                ["interval"] = string.Create(CultureInfo.InvariantCulture, $"{(int)interval.TotalSeconds}s"),
            }),
        };
        return Object("ServiceMonitor", name, ns, place, labels, spec);
    }

    /// <param name="name">The component's.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="place">The object's namespace.</param>
    /// <param name="labels">Of the object, besides the component's.</param>
    /// <param name="rules">The alerts.</param>
    public static JsonObject PrometheusRule(
        string name, string ns, string place, IReadOnlyDictionary<string, string> labels, IEnumerable<AlertRule> rules)
    {
        var group = new JsonObject
        {
            ["name"] = $"redisinfra.{ns}.{name}",
            ["rules"] = new JsonArray([.. rules.Select(Rule)]),
        };
        return Object(
            "PrometheusRule", name, ns, place, labels, new JsonObject { ["groups"] = new JsonArray(group) });
    }

    /// <summary>What picks the Service with the figures of <paramref name="name"/>, and nothing else of it.</summary>
    private static Dictionary<string, string> Service(string name)
    {
        var labels = Labels.Of(name, MetricsComponent);
        labels.Remove("app.kubernetes.io/managed-by");
        return labels;
    }

    /// <summary>In another namespace objects of several namespaces meet, so their names hold the own one.</summary>
    public static string NameIn(string place, string ns, string name) => place == ns ? name : $"{ns}-{name}";

    private static JsonNode Rule(AlertRule rule) => new JsonObject
    {
        ["alert"] = rule.Name,
        ["expr"] = rule.Expression,
        ["for"] = rule.For,
        ["labels"] = new JsonObject { ["severity"] = rule.Severity },
        ["annotations"] = new JsonObject { ["summary"] = rule.Summary, ["description"] = rule.Description },
    };

    private static JsonObject Object(
        string kind, string name, string ns, string place, IReadOnlyDictionary<string, string> labels, JsonObject spec)
    {
        // Ours last: they are how the objects of a component are found.
        var all = new Dictionary<string, string>(labels, StringComparer.Ordinal);
        foreach (var (key, value) in Labels.Of(name, "monitoring")) all[key] = value;
        return new JsonObject
        {
            ["apiVersion"] = ApiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = NameIn(place, ns, name),
                ["namespace"] = place,
                ["labels"] = MonitoringJson.Texts(all),
            },
            ["spec"] = spec,
        };
    }
}

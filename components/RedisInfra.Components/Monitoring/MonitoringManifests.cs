using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisInfra.Components.Monitoring;

/// <summary>The Prometheus operator's objects as JSON: which series there are, and what is wrong in them.</summary>
internal static class MonitoringManifests
{
    private const string ApiVersion = "monitoring.coreos.com/v1";

    /// <param name="owner">Whose they are and where they go.</param>
    /// <param name="source">Which figures.</param>
    /// <param name="interval">How often.</param>
    public static JsonObject ServiceMonitor(MonitoringOwner owner, MetricsSource source, TimeSpan interval)
    {
        var spec = new JsonObject
        {
            ["namespaceSelector"] = new JsonObject { ["matchNames"] = new JsonArray(owner.Namespace) },
            ["selector"] = new JsonObject { ["matchLabels"] = MonitoringJson.Texts(source.ServiceSelector()) },
            ["endpoints"] = new JsonArray(new JsonObject
            {
                ["port"] = MonitoringDefaults.PortName,
                ["interval"] = string.Create(CultureInfo.InvariantCulture, $"{(int)interval.TotalSeconds}s"),
            }),
        };
        return Object("ServiceMonitor", source.NameOf(owner.Name), owner, spec);
    }

    /// <param name="owner">Whose they are and where they go.</param>
    /// <param name="rules">The alerts.</param>
    public static JsonObject PrometheusRule(MonitoringOwner owner, IEnumerable<AlertRule> rules)
    {
        var group = new JsonObject
        {
            ["name"] = $"redisinfra.{owner.Namespace}.{owner.Name}",
            ["rules"] = new JsonArray([.. rules.Select(Rule)]),
        };
        return Object("PrometheusRule", owner.Name, owner, new JsonObject { ["groups"] = new JsonArray(group) });
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

    private static JsonObject Object(string kind, string name, MonitoringOwner owner, JsonObject spec)
    {
        // Ours last: they are how the objects of a component are found.
        var all = new Dictionary<string, string>(owner.Labels, StringComparer.Ordinal);
        foreach (var (key, value) in owner.OwnLabels) all[key] = value;
        return new JsonObject
        {
            ["apiVersion"] = ApiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = NameIn(owner.Place, owner.Namespace, name),
                ["namespace"] = owner.Place,
                ["labels"] = MonitoringJson.Texts(all),
            },
            ["spec"] = spec,
        };
    }
}

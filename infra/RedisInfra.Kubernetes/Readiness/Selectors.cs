using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes.Readiness;

/// <summary>An object's selector as text for a query.</summary>
internal static class Selectors
{
    /// <summary>The pods of a workload or Service; null when it selects none.</summary>
    public static string? PodsOf(JsonObject o)
    {
        var selector = o.At("spec", "selector") as JsonObject;
        if (o.Kind() == "Service")
        {
            return Labels(selector);
        }

        var labels = Labels(selector?["matchLabels"] as JsonObject);
        var expressions = selector?["matchExpressions"].Items().Select(Expression) ?? [];
        var parts = (labels is null ? expressions : expressions.Prepend(labels)).ToList();
        return parts.Count == 0 ? null : string.Join(',', parts);
    }

    private static string? Labels(JsonObject? labels) => labels is null or { Count: 0 }
        ? null : string.Join(',', labels.Select(l => $"{l.Key}={l.Value.Text()}"));

    private static string Expression(JsonObject e)
    {
        var values = string.Join(',', (e["values"] as JsonArray ?? []).Select(v => v.Text()));
        return e["operator"].Text() switch
        {
            "In" => $"{e["key"].Text()} in ({values})",
            "NotIn" => $"{e["key"].Text()} notin ({values})",
            "DoesNotExist" => $"!{e["key"].Text()}",
            _ => e["key"].Text(),
        };
    }
}

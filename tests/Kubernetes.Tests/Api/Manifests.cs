using System.Text.Json.Nodes;

namespace Kubernetes.Tests.Api;

/// <summary>Small workloads, each with what a test changes.</summary>
internal static class Manifests
{
    public const string Redis = """["redis-server","--save","","--protected-mode","no"]""";

    /// <summary>A StatefulSet whose pods run the lab's image.</summary>
    public static JsonObject StatefulSet(
        string name, int replicas = 1, string? image = null, string command = Redis,
        string more = "", string podMore = "")
    {
        const string ready = """
            "readinessProbe":{"exec":{"command":["redis-cli","ping"]},"periodSeconds":1}
            """;
        return Parse($$$"""
            {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"{{{name}}}"},
             "spec":{"serviceName":"{{{name}}}","replicas":{{{replicas}}},"podManagementPolicy":"Parallel",
              "selector":{"matchLabels":{"app":"{{{name}}}"}},
              "template":{"metadata":{"labels":{"app":"{{{name}}}"}},"spec":{"terminationGracePeriodSeconds":0,
               "containers":[{"name":"redis","image":"{{{image ?? LabCluster.RedisImage}}}",
                "imagePullPolicy":"IfNotPresent",
                "command":{{{command}}},{{{(more == "" ? ready : more)}}} }]{{{podMore}}} } } } }
            """);
    }

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}

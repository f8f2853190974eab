using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace RedisInfra.Cli.Status;

/// <summary>What a stack's state says about a single server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pods">Where its pod is.</param>
/// <param name="Selector">The label selector of its pod.</param>
internal sealed record ServerRecord(string Name, PodPlace Pods, string Selector)
{
    public const string ComponentType = "redisinfra:index:RedisStandalone";
    public const int Port = 6379;
    private static readonly ImmutableArray<string> Workloads =
        ["kubernetes:apps/v1:StatefulSet", "kubernetes:apps/v1:Deployment"];

    /// <summary>In clear: it goes to Redis and nowhere else.</summary>
    public string? Password { get; init; }

    /// <summary>The clients' Service.</summary>
    public string Endpoint => $"{Name}.{Pods.Namespace}.svc:{Port}";

    public override string ToString() => Name;

    /// <summary>From the component's children; null while what runs the server isn't made.</summary>
    public static ServerRecord? Of(StateResource component, IEnumerable<StateResource> resources)
    {
        var children = resources.Where(one => one.Parent == component.Urn).ToList();
        var workload = children.FirstOrDefault(one => Workloads.Contains(one.Type))?.Inputs;
        if (workload is null || Text(workload["metadata"]?["namespace"]) is not { } place) return null;
        var labels = workload["spec"]?["selector"]?["matchLabels"] as JsonObject ?? [];
        // Absent in states of versions that had no preflight.
        var access = children.FirstOrDefault(one => one.Type == "redisinfra:index:Preflight")?.Inputs["kubernetes"];
        var secret = children.FirstOrDefault(one => one.Type == "kubernetes:core/v1:Secret")?.Inputs;
        return new ServerRecord(
            component.Name, new PodPlace(place, Text(access?["context"]), Text(access?["kubeconfig"])),
            string.Join(',', labels.OrderBy(label => label.Key, StringComparer.Ordinal)
                .Select(label => $"{label.Key}={label.Value}")))
        {
            Password = Text(secret?["stringData"]?["password"]),
        };
    }

    private static string? Text(JsonNode? node) => (node as JsonValue)?.ToString();
}

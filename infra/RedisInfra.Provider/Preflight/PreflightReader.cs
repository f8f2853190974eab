using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RedisInfra.Kubernetes;
using RedisInfra.Provider.Reach;
using RedisInfra.Provider.Volumes;

namespace RedisInfra.Provider.Preflight;

/// <summary>Asks the cluster what a preflight needs to know, all at once. Changes nothing.</summary>
internal sealed class PreflightReader(KubeClient client, string @namespace)
{
    /// <summary>Opens the Kubernetes API and asks.</summary>
    /// <exception cref="Model.Diagnostics.DiagnosticException">It can't be opened.</exception>
    public static async Task<PreflightFacts> ReadAsync(
        KubernetesSettings settings, PreflightInputs needs, CancellationToken cancellationToken)
    {
        await using var client = await KubeClient.ConnectAsync(settings.Target, null, cancellationToken);
        return await new PreflightReader(client, settings.Namespace).ReadAsync(needs, cancellationToken);
    }

    public async Task<PreflightFacts> ReadAsync(PreflightInputs needs, CancellationToken cancellationToken)
    {
        bool asksClass = needs.Claims.Any(claim => claim.StorageClass is not "");
        var phase = AskAsync(true, () => PhaseAsync(cancellationToken));
        var service = AskAsync(needs.Service is not null, () => ServiceAsync(needs.Service!, cancellationToken));
        var nodes = AskAsync(needs.Places.Length > 0, () => ListAsync("v1", "Node", Node, cancellationToken));
        var classes = AskAsync(
            asksClass, () => ListAsync("storage.k8s.io/v1", "StorageClass", VolumeClass.Read, cancellationToken));
        var ports = AskAsync(needs.NodePorts.Length > 0, () => PortsAsync(cancellationToken));
        var rights = AskAsync(needs.Rules.Length > 0, () => RightsAsync(needs.Rules, cancellationToken));
        var facts = new PreflightFacts
        {
            Context = client.Context.Name,
            Namespace = await phase,
            Stands = (await service).TryGet(out var found) ? IsOurs(found) : null,
            Nodes = await nodes,
            StorageClasses = await classes,
            NodePorts = await ports,
            Rights = await rights,
        };
        return facts with
        {
            VolumeClasses = await AskAsync(
                PreflightRules.HasStorageClasses(needs, facts) is false,
                () => ListAsync("v1", "PersistentVolume", ClassOf, cancellationToken)),
        };
    }

    private static async Task<Answer<T>> AskAsync<T>(bool isNeeded, Func<Task<T>> ask) where T : class
    {
        if (!isNeeded) return Answer<T>.NotAsked;
        try
        {
            return new Answer<T>(await ask(), null);
        }
        catch (KubeException exception)
        {
            return new Answer<T>(null, exception.Message);
        }
    }

    private async Task<string> PhaseAsync(CancellationToken cancellationToken)
    {
        var found = await client.GetAsync("v1", "Namespace", null, @namespace, cancellationToken);
        return found is null ? "" : (string?)found["status"]?["phase"] ?? "Active";
    }

    /// <summary>The Service; an empty object when there is none.</summary>
    private async Task<JsonObject> ServiceAsync(string name, CancellationToken cancellationToken) =>
        await client.GetAsync("v1", "Service", @namespace, name, cancellationToken) ?? [];

    private static bool IsOurs(JsonObject? service) =>
        (string?)service?["metadata"]?["labels"]?["app.kubernetes.io/managed-by"] == "redisinfra";

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string apiVersion, string kind, Func<JsonObject, T> read, CancellationToken cancellationToken)
    {
        var list = await client.ListAsync(apiVersion, kind, "", null, cancellationToken);
        return [.. list.Items.Select(read)];
    }

    private async Task<IReadOnlyList<NodePortFact>> PortsAsync(CancellationToken cancellationToken)
    {
        var services = await client.ListAsync("v1", "Service", "", null, cancellationToken);
        return
        [
            .. services.Items.SelectMany(service => Ports(service).Select(port => new NodePortFact(
                port, (string?)service["metadata"]?["namespace"] ?? "", Name(service)))),
        ];
    }

    private async Task<IReadOnlyList<MissingRight>> RightsAsync(
        ImmutableArray<AccessRule> rules, CancellationToken cancellationToken)
    {
        var rights = rules.SelectMany(rule => rule.Resources.SelectMany(resource => rule.Verbs.Select(verb =>
            (Rule: rule, Resource: resource, Verb: verb)))).ToList();
        var answers = await Task.WhenAll(rights.Select(right =>
        {
            var parts = right.Resource.Split('/', 2);
            return client.CanIAsync(
                new AccessQuestion(
                    right.Verb, parts[0], right.Rule.Group, right.Rule.IsClusterWide ? "" : @namespace,
                    parts.Length == 2 ? parts[1] : null),
                cancellationToken);
        }));
        return
        [
            .. rights.Zip(answers).Where(pair => !pair.Second.IsAllowed).Select(pair => new MissingRight(
                pair.First.Verb, Words(pair.First.Rule.Group, pair.First.Resource), pair.First.Rule.IsClusterWide)),
        ];
    }

    private static string Words(string group, string resource) => group.Length == 0 ? resource : $"{resource}.{group}";

    private static NodeFact Node(JsonObject node) => new(
        Name(node), (bool?)node["spec"]?["unschedulable"] is not true,
        (node["metadata"]?["labels"] as JsonObject ?? []).ToImmutableDictionary(
            label => label.Key, label => (string?)label.Value ?? "", StringComparer.Ordinal),
        [
            // PreferNoSchedule keeps nobody away.
            .. (node["spec"]?["taints"] as JsonArray ?? []).OfType<JsonObject>().Select(taint => new TaintFact(
                (string?)taint["key"] ?? "", (string?)taint["value"] ?? "", (string?)taint["effect"] ?? ""))
                .Where(taint => taint.Effect != "PreferNoSchedule"),
        ]);

    private static string ClassOf(JsonObject volume) => (string?)volume["spec"]?["storageClassName"] ?? "";

    private static IEnumerable<int> Ports(JsonObject service)
    {
        foreach (var port in (service["spec"]?["ports"] as JsonArray ?? []).OfType<JsonObject>())
            if ((int?)port["nodePort"] is { } taken and > 0) yield return taken;
        if ((int?)service["spec"]?["healthCheckNodePort"] is { } health and > 0) yield return health;
    }

    private static string Name(JsonObject item) => (string?)item["metadata"]?["name"] ?? "";
}

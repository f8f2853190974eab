using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

public sealed partial class KubeClient
{
    /// <summary>A container's log.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container; null: the pod's only one.</param>
    /// <param name="tailLines">How many lines from the end; null: all.</param>
    /// <param name="previous">Whether that of the container's previous run is meant.</param>
    /// <param name="namespace">The pod's namespace; null: the client's own.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="KubeException">The server refused, or there is no log yet.</exception>
    public async Task<string> LogsAsync(
        string pod, string? container = null, int? tailLines = null, bool previous = false, string? @namespace = null,
        CancellationToken cancellationToken = default)
    {
        var path = new KubeResource("v1", "Pod", "pods", true).Path(@namespace ?? Context.Namespace, pod, "log")
            + Query(
            ("container", container), ("tailLines", tailLines?.ToString(CultureInfo.InvariantCulture)),
            ("previous", previous ? "true" : null));
        using var response = await OpenAsync(HttpMethod.Get, path, null, isIdempotent: true, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>The events about an object, oldest first.</summary>
    /// <exception cref="KubeException">The server refused.</exception>
    public async Task<IReadOnlyList<JsonObject>> EventsAsync(JsonObject about, CancellationToken cancellationToken)
    {
        // Events about cluster-wide objects stand in "default".
        var list = await ListAsync(
            "v1", "Event", about.Namespace() ?? "default",
            new KubeSelector(Fields: $"involvedObject.uid={about.Uid()}"),
            cancellationToken);
        return [.. list.Items.OrderBy(
            e => (string?)e["lastTimestamp"] ?? (string?)e["eventTime"] ?? "", StringComparer.Ordinal)];
    }

    /// <summary>Whether we may do something, by asking the server (SelfSubjectAccessReview).</summary>
    /// <exception cref="KubeException">The server refused to answer.</exception>
    public async Task<AccessAnswer> CanIAsync(AccessQuestion question, CancellationToken cancellationToken)
    {
        var attributes = new JsonObject
        {
            ["verb"] = question.Verb,
            ["group"] = question.Group,
            ["resource"] = question.Resource,
            ["namespace"] = question.Namespace ?? Context.Namespace,
            ["subresource"] = question.Subresource,
            ["name"] = question.Name,
        };
        var review = await SendAsync(
            HttpMethod.Post, "apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            new JsonObject
            {
                ["apiVersion"] = "authorization.k8s.io/v1",
                ["kind"] = "SelfSubjectAccessReview",
                ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
            },
            isIdempotent: true, cancellationToken);
        return new AccessAnswer(
            (bool?)review["status"]?["allowed"] ?? false, (string?)review["status"]?["reason"] ?? "");
    }

    /// <summary>
    /// What of <paramref name="questions"/> we may not do, as findings (RI4007); empty: everything is allowed.
    /// </summary>
    /// <exception cref="KubeException">The server refused to answer.</exception>
    public async Task<IReadOnlyList<Model.Diagnostics.Diagnostic>> CheckRightsAsync(
        IReadOnlyList<AccessQuestion> questions, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(questions.Select(q => CanIAsync(q, cancellationToken)));
        return [.. questions.Zip(answers)
            .Where(x => !x.Second.IsAllowed).SelectMany(x => Missing(x.First).Diagnostics)];
    }

    private Model.Diagnostics.DiagnosticException Missing(AccessQuestion question)
    {
        var subresource = question.Subresource is null ? "" : "/" + question.Subresource;
        return KubeErrors.Forbidden(
            $"the user of context \"{Context.Name}\"", $"{question.Verb} {question.Resource}{subresource} is needed",
            $"namespace \"{question.Namespace ?? Context.Namespace}\"");
    }
}

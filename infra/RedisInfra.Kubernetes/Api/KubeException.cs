using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RedisInfra.Kubernetes;

/// <summary>
/// A request that the API server refused, as its Status object says. Values of Secrets are never in it.
/// </summary>
public sealed partial class KubeException : Exception
{
    internal KubeException(
        HttpStatusCode status, string reason, string message, IReadOnlyList<KubeCause>? causes = null,
        Exception? inner = null)
        : base(message, inner)
    {
        Status = status;
        Reason = reason;
        Causes = causes ?? [];
        Conflicts = [.. Causes.Where(c => c.Reason == "FieldManagerConflict").Select(c =>
            new FieldConflict(c.Field ?? "", ManagerName().Match(c.Message) is { Success: true } m
                ? m.Groups[1].Value : c.Message))];
    }

    /// <summary>The HTTP status; 0 when no answer came.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The Status object's reason: NotFound, AlreadyExists, Conflict, Invalid, Forbidden, …</summary>
    public string Reason { get; }

    /// <summary>What exactly was refused.</summary>
    public IReadOnlyList<KubeCause> Causes { get; }

    /// <summary>The fields that other managers own.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; }

    /// <summary>Whether the object isn't there.</summary>
    public bool IsNotFound => Status == HttpStatusCode.NotFound;

    /// <summary>
    /// Whether something else stands in the way: the object exists, has moved on, or a field is another's.
    /// </summary>
    public bool IsConflict => Status == HttpStatusCode.Conflict;

    /// <summary>Whether we have no right to.</summary>
    public bool IsForbidden =>
        Status == HttpStatusCode.Forbidden && Causes.Count == 0 && !Message.Contains("exceeded quota");

    /// <summary>Reads the body of a refusal. <paramref name="redact"/> takes out what must not be shown.</summary>
    internal static KubeException From(HttpStatusCode status, string body, string fallback, Func<string, string> redact)
    {
        JsonObject? answer = null;
        try
        {
            answer = JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            // A proxy or load balancer answered, not the API server.
        }

        if (answer is null || (string?)answer["kind"] != "Status")
        {
            var text = body.Trim();
            return new KubeException(status, status.ToString(), text.Length is 0 or > 400
                ? fallback : redact(text));
        }

        return From(answer, status, fallback, redact);
    }

    /// <summary>Reads a Status object.</summary>
    internal static KubeException From(
        JsonObject answer, HttpStatusCode status, string fallback, Func<string, string> redact)
    {
        var causes = (answer["details"]?["causes"] as JsonArray ?? []).OfType<JsonObject>().Select(c => new KubeCause(
            (string?)c["field"], (string?)c["reason"] ?? "", redact((string?)c["message"] ?? ""))).ToList();
        var message = (string?)answer["message"];
        return new KubeException(
            status, (string?)answer["reason"] ?? status.ToString(),
            string.IsNullOrEmpty(message) ? fallback : redact(message), causes);
    }

    [GeneratedRegex("conflict with \"([^\"]*)\"")]
    private static partial Regex ManagerName();
}

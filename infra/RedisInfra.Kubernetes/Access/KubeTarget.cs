using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

/// <summary>
/// Which cluster is meant, as a user says it. Everything that isn't said is what kubectl would take: KUBECONFIG or
/// ~/.kube/config, its current context, that context's namespace.
/// </summary>
/// <param name="Kubeconfig">A path, or several separated as in KUBECONFIG.</param>
/// <param name="Context">A context of the kubeconfig.</param>
/// <param name="Namespace">The namespace of objects that don't say their own.</param>
public sealed record KubeTarget(string? Kubeconfig = null, string? Context = null, string? Namespace = null)
{
    /// <summary>Asks kubectl what the target stands for. Reads no secret and doesn't reach for the cluster.</summary>
    /// <exception cref="Model.Diagnostics.DiagnosticException">
    /// RI4001 to RI4004: no kubectl, no kubeconfig, or no such context.
    /// </exception>
    public async Task<KubeContext> ResolveAsync(CancellationToken cancellationToken)
    {
        CheckFiles();
        var all = await ReadConfigAsync(cancellationToken);
        var contexts = (all["contexts"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var known = contexts.Select(c => (string?)c["name"] ?? "").ToList();
        var name = Blank(Context) ?? Blank((string?)all["current-context"]);
        if (name is null)
        {
            throw KubeErrors.NoContext(Kubeconfig, known);
        }

        var entry = contexts.Find(c => (string?)c["name"] == name) ?? throw KubeErrors.UnknownContext(name, known);
        var context = entry["context"] as JsonObject ?? [];
        var cluster = (all["clusters"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(c => (string?)c["name"] == (string?)context["cluster"])?["cluster"] as JsonObject;
        var server = Blank((string?)cluster?["server"])
            ?? throw KubeErrors.NoServer(name, (string?)context["cluster"] ?? "");
        var extension = (context["extensions"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(e => (string?)e["name"] == "redisinfra")?["extension"] as JsonObject;
        return new KubeContext(
            name, Blank(Namespace) ?? Blank((string?)context["namespace"]) ?? "default", server, Kubeconfig,
            extension?.DeepClone().AsObject());
    }

    /// <summary>
    /// The environment kubectl needs for this target: KUBECONFIG takes several paths, --kubeconfig only one.
    /// </summary>
    internal IReadOnlyDictionary<string, string> Environment =>
        Blank(Kubeconfig) is { } paths ? new Dictionary<string, string> { ["KUBECONFIG"] = paths } : [];

    /// <summary>The arguments kubectl needs for this target.</summary>
    internal IReadOnlyList<string> Arguments => Blank(Context) is { } name ? ["--context", name] : [];

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // kubectl reads a file that isn't there as an empty one; the user would hear of a missing context instead.
    private void CheckFiles()
    {
        var asked = Blank(Kubeconfig) ?? Blank(System.Environment.GetEnvironmentVariable("KUBECONFIG"));
        var home = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
        var paths = asked?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            ?? [Path.Combine(home, ".kube", "config")];
        if (!paths.Any(File.Exists))
        {
            throw KubeErrors.NoKubeconfig(paths, asked is null);
        }
    }

    private async Task<JsonObject> ReadConfigAsync(CancellationToken cancellationToken)
    {
        // Without --raw kubectl leaves certificates, keys and tokens out.
        var (exit, output, error) = await Kubectl.RunAsync(this, ["config", "view", "-o", "json"], cancellationToken);
        if (exit != 0)
        {
            throw KubeErrors.BadKubeconfig(Kubeconfig, error);
        }

        return JsonNode.Parse(output)!.AsObject();
    }
}

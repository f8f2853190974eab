using System.Globalization;
using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

public sealed partial class KubeClient
{
    private const int PageSize = 500;

    /// <summary>An object, or null when it isn't there.</summary>
    /// <param name="apiVersion">Group and version, for example <c>apps/v1</c>.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">Its namespace; null: the client's own (ignored for cluster-wide kinds).</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="KubeException">The server refused.</exception>
    public async Task<JsonObject?> GetAsync(
        string apiVersion, string kind, string? @namespace, string name, CancellationToken cancellationToken)
    {
        var resource = await ResolveAsync(apiVersion, kind, cancellationToken);
        return await TryGetPathAsync(resource.Path(Place(@namespace), name), cancellationToken);
    }

    /// <summary>Every object of a kind that is selected, read page by page.</summary>
    /// <param name="apiVersion">Group and version.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">Their namespace; null: the client's own; "": all.</param>
    /// <param name="selector">Which; null: all.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="KubeException">The server refused.</exception>
    public async Task<KubeList> ListAsync(
        string apiVersion, string kind, string? @namespace, KubeSelector? selector, CancellationToken cancellationToken)
    {
        var resource = await ResolveAsync(apiVersion, kind, cancellationToken);
        return await ListAsync(resource, Place(@namespace), selector, PageSize, cancellationToken);
    }

    /// <summary>
    /// Server-side apply: makes the object as <paramref name="desired"/> says, in its own namespace or the client's.
    /// </summary>
    /// <returns>The object as it then is.</returns>
    /// <exception cref="KubeException">The server refused; <see cref="KubeException.Conflicts"/> says whose fields are
    /// touched.</exception>
    public async Task<JsonObject> ApplyAsync(
        JsonObject desired, ApplyOptions? options, CancellationToken cancellationToken)
    {
        options ??= new ApplyOptions();
        var resource = await ResolveAsync(desired.ApiVersion(), desired.Kind(), cancellationToken);
        var query = Query(
            ("fieldManager", options.FieldManager), ("force", options.Force ? "true" : null),
            ("dryRun", options.DryRun ? "All" : null));
        return await SendAsync(
            HttpMethod.Patch, resource.Path(Place(desired.Namespace()), desired.Name()) + query, Applicable(desired),
            isIdempotent: true, cancellationToken, "application/apply-patch+yaml"); // JSON is YAML
    }

    /// <summary>Creates an object; fails when it is there. Never repeated.</summary>
    /// <returns>The object as it then is.</returns>
    /// <exception cref="KubeException">The server refused.</exception>
    public async Task<JsonObject> CreateAsync(
        JsonObject desired, ApplyOptions? options, CancellationToken cancellationToken)
    {
        options ??= new ApplyOptions();
        var resource = await ResolveAsync(desired.ApiVersion(), desired.Kind(), cancellationToken);
        var query = Query(("fieldManager", options.FieldManager), ("dryRun", options.DryRun ? "All" : null));
        return await SendAsync(
            HttpMethod.Post, resource.Path(Place(desired.Namespace())) + query, desired, isIdempotent: false,
            cancellationToken);
    }

    /// <summary>Changes the parts of an object that <paramref name="patch"/> names.</summary>
    /// <returns>The object as it then is.</returns>
    /// <exception cref="KubeException">The server refused.</exception>
    public async Task<JsonObject> PatchAsync(
        string apiVersion, string kind, string? @namespace, string name, JsonObject patch, PatchKind patchKind,
        ApplyOptions? options, CancellationToken cancellationToken)
    {
        options ??= new ApplyOptions();
        var resource = await ResolveAsync(apiVersion, kind, cancellationToken);
        var query = Query(("fieldManager", options.FieldManager), ("dryRun", options.DryRun ? "All" : null));
        return await SendAsync(
            HttpMethod.Patch, resource.Path(Place(@namespace), name) + query, patch,
            isIdempotent: patchKind == PatchKind.Merge, cancellationToken,
            patchKind == PatchKind.Merge ? "application/merge-patch+json" : "application/strategic-merge-patch+json");
    }

    /// <summary>Asks for an object's deletion; finalizers and graceful stops go on afterwards.</summary>
    /// <returns>False when it wasn't there.</returns>
    /// <exception cref="KubeException">The server refused, or a precondition doesn't hold (Conflict).</exception>
    public async Task<bool> DeleteAsync(
        string apiVersion, string kind, string? @namespace, string name, DeleteOptions? options,
        CancellationToken cancellationToken)
    {
        var resource = await ResolveAsync(apiVersion, kind, cancellationToken);
        try
        {
            await SendAsync(
                HttpMethod.Delete, resource.Path(Place(@namespace), name), DeleteBody(options ?? new DeleteOptions()),
                isIdempotent: true, cancellationToken);
            return true;
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    // An object that was read holds its managers; the server refuses to have them applied.
    private static JsonObject Applicable(JsonObject desired)
    {
        if (desired["metadata"]?["managedFields"] is null)
        {
            return desired;
        }

        var copy = desired.DeepClone().AsObject();
        copy["metadata"]!.AsObject().Remove("managedFields");
        return copy;
    }

    /// <summary>The namespace meant: the client's own for null, all for "".</summary>
    private string? Place(string? @namespace) =>
        @namespace is null ? Context.Namespace : @namespace.Length == 0 ? null : @namespace;

    private async Task<KubeList> ListAsync(
        KubeResource resource, string? place, KubeSelector? selector, int pageSize, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        string? next = null;
        while (true)
        {
            var query = Query([
                .. (selector ?? new KubeSelector()).Query,
                ("limit", pageSize == 0 ? null : pageSize.ToString(CultureInfo.InvariantCulture)), ("continue", next)]);
            JsonObject page;
            try
            {
                page = await SendAsync(
                    HttpMethod.Get, resource.Path(place) + query, null, isIdempotent: true, cancellationToken);
            }
            catch (KubeException e) when (e.Status == System.Net.HttpStatusCode.Gone && next is not null)
            {
                // The snapshot behind the pages has expired: read the whole list at once.
                return await ListAsync(resource, place, selector, 0, cancellationToken);
            }

            foreach (var item in (page["items"] as JsonArray ?? []).OfType<JsonObject>())
            {
                item["apiVersion"] ??= resource.ApiVersion;
                item["kind"] ??= resource.Kind;
                items.Add(item);
            }

            next = (string?)page["metadata"]?["continue"];
            if (string.IsNullOrEmpty(next))
            {
                return new KubeList(items, (string?)page["metadata"]?["resourceVersion"] ?? "");
            }
        }
    }

    private static JsonObject DeleteBody(DeleteOptions options)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (options.PropagationPolicy is not null)
        {
            body["propagationPolicy"] = options.PropagationPolicy;
        }

        if (options.GracePeriodSeconds is not null)
        {
            body["gracePeriodSeconds"] = options.GracePeriodSeconds;
        }

        if (options.DryRun)
        {
            body["dryRun"] = new JsonArray("All");
        }

        if (options.Uid is not null || options.ResourceVersion is not null)
        {
            var conditions = new JsonObject();
            if (options.Uid is not null)
            {
                conditions["uid"] = options.Uid;
            }

            if (options.ResourceVersion is not null)
            {
                conditions["resourceVersion"] = options.ResourceVersion;
            }

            body["preconditions"] = conditions;
        }

        return body;
    }
}

using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

public sealed partial class KubeClient
{
    private const int WatchSeconds = 290; // the server ends the watch then, and it is resumed
    private const int WatchFailures = 8;

    /// <summary>
    /// Reports the objects that are there, then Synced, then every change, until cancelled. Lost connections are
    /// resumed where they ended; when the server has forgotten that point the list is read again and reported as
    /// changes.
    /// </summary>
    /// <param name="apiVersion">Group and version.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="namespace">Their namespace; null: the client's own; "": all.</param>
    /// <param name="selector">Which; null: all.</param>
    /// <param name="resourceVersion">Where to begin; null: with what is there.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="KubeException">The server refused, or doesn't answer any more.</exception>
    public async IAsyncEnumerable<WatchEvent> WatchAsync(
        string apiVersion, string kind, string? @namespace, KubeSelector? selector = null,
        string? resourceVersion = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var resource = await ResolveAsync(apiVersion, kind, cancellationToken);
        var place = Place(@namespace);
        var known = new Dictionary<string, JsonObject>();
        var version = resourceVersion;
        var failures = 0;
        while (true)
        {
            if (version is null)
            {
                var list = await ListAsync(resource, place, selector, PageSize, cancellationToken);
                foreach (var change in Relist(known, list.Items))
                {
                    yield return change;
                }

                yield return new WatchEvent(WatchEventKind.Synced, []);
                version = list.ResourceVersion;
            }

            var lost = false;
            await foreach (var (type, o) in ReadWatchAsync(resource, place, selector, version, cancellationToken))
            {
                if (type == "ERROR")
                {
                    version = (int?)o["code"] == (int)HttpStatusCode.Gone ? null : version;
                    lost = version is not null;
                    break;
                }

                if (type == "LOST")
                {
                    lost = true;
                    break;
                }

                failures = 0;
                version = o.ResourceVersion();
                if (Change(known, type, o) is { } change)
                {
                    yield return change;
                }
            }

            if (lost && ++failures > WatchFailures)
            {
                throw new KubeException(0, "NoAnswer",
                    $"the watch of {resource.Plural} was lost {failures} times in a row");
            }

            if (lost)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * Math.Pow(2, failures - 1)), _time, cancellationToken);
            }
        }
    }

    /// <summary>What a new list changes about what is known.</summary>
    internal static IReadOnlyList<WatchEvent> Relist(
        Dictionary<string, JsonObject> known, IReadOnlyList<JsonObject> items)
    {
        var now = items.ToDictionary(i => i.Uid());
        var changes = new List<WatchEvent>();
        foreach (var (uid, gone) in known.Where(x => !now.ContainsKey(x.Key)).ToList())
        {
            known.Remove(uid);
            changes.Add(new WatchEvent(WatchEventKind.Deleted, gone));
        }

        foreach (var (uid, item) in now)
        {
            var before = known.GetValueOrDefault(uid);
            known[uid] = item;
            if (before is null)
            {
                changes.Add(new WatchEvent(WatchEventKind.Added, item));
            }
            else if (before.ResourceVersion() != item.ResourceVersion())
            {
                changes.Add(new WatchEvent(WatchEventKind.Modified, item));
            }
        }

        return changes;
    }

    private static WatchEvent? Change(Dictionary<string, JsonObject> known, string type, JsonObject o)
    {
        switch (type)
        {
            case "ADDED" or "MODIFIED":
                known[o.Uid()] = o;
                return new WatchEvent(type == "ADDED" ? WatchEventKind.Added : WatchEventKind.Modified, o);
            case "DELETED":
                known.Remove(o.Uid());
                return new WatchEvent(WatchEventKind.Deleted, o);
            default: // BOOKMARK: only its version counts
                return null;
        }
    }

    /// <summary>
    /// One watch request's events; "LOST" when the connection broke, nothing when the server ended it.
    /// </summary>
    private async IAsyncEnumerable<(string Type, JsonObject Object)> ReadWatchAsync(
        KubeResource resource, string? place, KubeSelector? selector, string version,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = Query([
            .. (selector ?? new KubeSelector()).Query, ("watch", "true"), ("allowWatchBookmarks", "true"),
            ("resourceVersion", version), ("timeoutSeconds", $"{WatchSeconds}")]);
        using var silent = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        HttpResponseMessage? response = null;
        var status = HttpStatusCode.OK;
        try
        {
            response = await OpenAsync(
                HttpMethod.Get, resource.Path(place) + query, null, isIdempotent: true, cancellationToken);
        }
        catch (KubeException e) when (e.Status is HttpStatusCode.Gone)
        {
            status = e.Status;
        }

        if (response is null)
        {
            yield return ("ERROR", new JsonObject { ["code"] = (int)status });
            yield break;
        }

        using var owned = response;
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        // The server ends each watch by itself; one that goes on is a connection that died unseen.
        using var timer = _time.CreateTimer(
            _ => silent.Cancel(), null, TimeSpan.FromSeconds(WatchSeconds + 30), Timeout.InfiniteTimeSpan);
        while (true)
        {
            var (change, isLost) = await ReadChangeAsync(reader, silent.Token, cancellationToken);
            if (isLost)
            {
                yield return ("LOST", []);
                yield break;
            }

            if (change is null)
            {
                yield break;
            }

            var o = change["object"]!.AsObject();
            change.Remove("object");
            yield return ((string)change["type"]!, o);
        }
    }

    private static async Task<(JsonObject? Change, bool IsLost)> ReadChangeAsync(
        StreamReader reader, CancellationToken silent, CancellationToken cancellationToken)
    {
        try
        {
            var line = await reader.ReadLineAsync(silent);
            return (line is null ? null : JsonNode.Parse(line)!.AsObject(), false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, true);
        }
    }
}

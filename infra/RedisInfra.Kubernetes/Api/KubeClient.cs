using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

/// <summary>
/// The Kubernetes API: objects are plain JSON. Requests that may be repeated are, after a lost connection or a passing
/// error of the server. Safe for use from many tasks at once.
/// </summary>
public sealed partial class KubeClient : IAsyncDisposable
{
    private readonly KubeProxy? _proxy;
    private readonly HttpMessageHandler _handler;
    private readonly HttpMessageInvoker _http;
    private readonly RetryPolicy _retry;
    private readonly Discovery _discovery;
    private readonly TimeProvider _time;
    private int _disposed;

    /// <summary>A client of a proxy; disposing the client leaves the proxy.</summary>
    public KubeClient(KubeProxy proxy, TimeProvider? time = null)
        : this(ProxyHttp.Handler(proxy.SocketPath), proxy.Context, time ?? TimeProvider.System) => _proxy = proxy;

    internal KubeClient(HttpMessageHandler handler, KubeContext context, TimeProvider time)
    {
        _handler = handler;
        _http = new HttpMessageInvoker(handler);
        _time = time;
        _retry = new RetryPolicy(time);
        _discovery = new Discovery(TryGetPathAsync);
        Context = context;
    }

    /// <summary>The cluster and namespace this client speaks to.</summary>
    public KubeContext Context { get; }

    /// <summary>Starts or joins the proxy of <paramref name="target"/> and gives a client of it.</summary>
    /// <exception cref="Model.Diagnostics.DiagnosticException">RI4001 to RI4006.</exception>
    public static async Task<KubeClient> ConnectAsync(
        KubeTarget target, TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        new(await KubeProxy.StartAsync(target, cancellationToken), time);

    /// <summary>The server's version: gitVersion, major, minor, platform, …</summary>
    public async Task<JsonObject> GetVersionAsync(CancellationToken cancellationToken) =>
        await TryGetPathAsync("version", cancellationToken)
        ?? throw new KubeException(HttpStatusCode.NotFound, "NotFound", $"{Context.Server} has no version");

    /// <summary>How the cluster serves a kind in just this version; null when it doesn't.</summary>
    public Task<KubeResource?> FindResourceAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        _discovery.FindAsync(apiVersion, kind, cancellationToken);

    /// <summary>
    /// How the cluster serves a kind: in the version asked for, else in the first of <paramref name="fallbacks"/> it
    /// serves.
    /// </summary>
    /// <exception cref="Model.Diagnostics.DiagnosticException">RI4008, with the versions that are served.</exception>
    public async Task<KubeResource> ResolveAsync(
        string apiVersion, string kind, IEnumerable<string>? fallbacks, CancellationToken cancellationToken)
    {
        foreach (var version in (fallbacks ?? []).Prepend(apiVersion))
        {
            if (await FindResourceAsync(version, kind, cancellationToken) is { } found)
            {
                return found;
            }
        }

        throw KubeErrors.NotServed(
            apiVersion, kind, await ServedVersionsAsync(apiVersion, kind, cancellationToken));
    }

    /// <inheritdoc cref="ResolveAsync(string, string, IEnumerable{string}?, CancellationToken)"/>
    public Task<KubeResource> ResolveAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        ResolveAsync(apiVersion, kind, null, cancellationToken);

    /// <summary>The versions of <paramref name="apiVersion"/>'s group in which the cluster serves the kind.</summary>
    public Task<IReadOnlyList<string>> ServedVersionsAsync(
        string apiVersion, string kind, CancellationToken cancellationToken) => _discovery.ServedVersionsAsync(
            apiVersion.Contains('/') ? apiVersion[..apiVersion.IndexOf('/')] : "", kind, cancellationToken);

    /// <summary>Ends the connections and leaves the proxy.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _http.Dispose();
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }
    }

    private async Task<JsonObject?> TryGetPathAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, path, null, isIdempotent: true, cancellationToken);
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private async Task<JsonObject> SendAsync(
        HttpMethod method, string path, JsonObject? body, bool isIdempotent, CancellationToken cancellationToken,
        string mediaType = MediaTypeNames.Application.Json)
    {
        using var response = await OpenAsync(method, path, body, isIdempotent, cancellationToken, mediaType);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var node = await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken);
        return node as JsonObject
            ?? throw new KubeException(response.StatusCode, "BadAnswer", $"{method} /{path} gave no JSON object");
    }

    /// <summary>Sends and gives the response with an unread body; an error is thrown.</summary>
    private async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, JsonObject? body, bool isIdempotent, CancellationToken cancellationToken,
        string mediaType = MediaTypeNames.Application.Json)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        var bytes = body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString());
        HttpResponseMessage response;
        try
        {
            response = await _retry.SendAsync(
                token => _http.SendAsync(Request(method, path, bytes, mediaType), token),
                isIdempotent, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new KubeException(0, "NoAnswer", $"{Context.Server} doesn't answer: {Explain(e.Message)}", null, e);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.StatusCode >= HttpStatusCode.InternalServerError
                && response.Content.Headers.ContentType?.MediaType != MediaTypeNames.Application.Json)
            {
                // kubectl's own words: it couldn't reach the server.
                var said = Explain($"{(int)response.StatusCode} {response.ReasonPhrase}", text);
                throw new KubeException(
                    response.StatusCode, "NoAnswer", $"{Context.Server} doesn't answer: {said}");
            }

            throw KubeException.From(
                response.StatusCode, text,
                $"{method} /{path.Split('?')[0]} gave {(int)response.StatusCode} {response.ReasonPhrase}",
                Redaction.For(body));
        }
    }

    private string Explain(string otherwise, string said = "") => said.Length > 0 ? KubeErrors.OneLine(said)
        : _proxy?.LastError is { Length: > 0 } error ? KubeErrors.OneLine(error) : otherwise;

    private static HttpRequestMessage Request(HttpMethod method, string path, byte[]? body, string mediaType)
    {
        var request = new HttpRequestMessage(method, new Uri(ProxyHttp.BaseAddress, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }

        return request;
    }

    private static string Query(params IEnumerable<(string Name, string? Value)> parts)
    {
        var text = string.Join('&', parts.Where(p => p.Value is not null)
            .Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}"));
        return text.Length == 0 ? "" : "?" + text;
    }
}

using System.Net;
using System.Net.Sockets;

namespace RedisInfra.Kubernetes;

/// <summary>Whether the API server answers through a new proxy and accepts us; else why not.</summary>
internal static class ProxyCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(SharedProxy proxy, KubeContext context, CancellationToken cancellationToken)
    {
        using var handler = ProxyHttp.Handler(proxy.SocketPath);
        using var http = new HttpClient(handler) { BaseAddress = ProxyHttp.BaseAddress, Timeout = Limit };
        try
        {
            using var response = await http.GetAsync("version", cancellationToken);
            switch (response.StatusCode)
            {
                case HttpStatusCode.Unauthorized:
                    throw KubeErrors.Unauthorized(context.Name, context.Server, "401 Unauthorized");
                case >= HttpStatusCode.InternalServerError: // kubectl's own answer when it can't reach the server
                    throw KubeErrors.NoAnswer(
                        context.Name, context.Server, await ReasonAsync(proxy, response, cancellationToken));
            }
        }
        catch (Exception e) when (e is HttpRequestException or SocketException
            || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw KubeErrors.NoAnswer(
                context.Name, context.Server, proxy.LastError is { Length: > 0 } error ? error : e.Message);
        }
    }

    private static async Task<string> ReasonAsync(
        SharedProxy proxy, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return body.Length > 0 ? body
            : proxy.LastError is { Length: > 0 } error ? error : $"{(int)response.StatusCode} {response.ReasonPhrase}";
    }
}

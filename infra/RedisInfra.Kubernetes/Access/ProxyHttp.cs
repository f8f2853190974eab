using System.Net;
using System.Net.Sockets;

namespace RedisInfra.Kubernetes;

/// <summary>HTTP over the proxy's unix socket.</summary>
internal static class ProxyHttp
{
    /// <summary>kubectl proxy accepts only local host names.</summary>
    public static readonly Uri BaseAddress = new("http://localhost/");

    public static SocketsHttpHandler Handler(string socketPath) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}

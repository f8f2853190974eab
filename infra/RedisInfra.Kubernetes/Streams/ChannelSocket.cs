using System.Buffers;
using System.Net;
using System.Net.WebSockets;

namespace RedisInfra.Kubernetes;

/// <summary>
/// A WebSocket with Kubernetes' channels: the first byte of each message says which stream it belongs to.
/// The protocol is the one kubelets have spoken since 1.4 and name
/// "v4.channel.k8s.io": binary messages, no half-close. One reader and any number of writers at once.
/// </summary>
internal sealed class ChannelSocket : IAsyncDisposable
{
    public const string V4 = "v4.channel.k8s.io";
    public const string V5 = "v5.channel.k8s.io";
    private const int ChunkBytes = 64 * 1024;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromMilliseconds(250);
    private readonly ClientWebSocket _socket;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly byte[] _received = new byte[ChunkBytes];
    private bool _isInMessage;
    private int _channel;
    private int _disposed;

    private ChannelSocket(ClientWebSocket socket) => _socket = socket;

    /// <summary>The protocol the server chose.</summary>
    public string Protocol => _socket.SubProtocol ?? V4;

    /// <summary>Opens a socket; null with the HTTP status when the server doesn't make one.</summary>
    public static async Task<(ChannelSocket? Socket, HttpStatusCode Status, string Error)> TryOpenAsync(
        HttpMessageInvoker http, string path, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        try
        {
            var uri = new UriBuilder(new Uri(ProxyHttp.BaseAddress, path)) { Scheme = "ws" }.Uri;
            await socket.ConnectAsync(uri, http, cancellationToken);
            return (new ChannelSocket(socket), HttpStatusCode.SwitchingProtocols, "");
        }
        catch (WebSocketException e)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            return (null, status, e.Message);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends on a channel, in messages of at most 64 KB.</summary>
    public async ValueTask SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var message = ArrayPool<byte>.Shared.Rent(Math.Min(data.Length + 1, ChunkBytes));
        await _sending.WaitAsync(cancellationToken);
        try
        {
            do
            {
                var length = Math.Min(data.Length, ChunkBytes - 1);
                message[0] = channel;
                data.Span[..length].CopyTo(message.AsSpan(1));
                data = data[length..];
                await _socket.SendAsync(
                    message.AsMemory(0, length + 1), WebSocketMessageType.Binary, endOfMessage: true,
                    cancellationToken);
            }
            while (data.Length > 0);
        }
        catch (WebSocketException e)
        {
            throw new IOException($"The tunnel was closed: {e.Message}", e);
        }
        finally
        {
            _sending.Release();
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>
    /// The next bytes and their channel; -1 at the end. They are valid until the next call.
    /// </summary>
    public async ValueTask<(int Channel, ReadOnlyMemory<byte> Data)> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ValueWebSocketReceiveResult result;
            try
            {
                result = await _socket.ReceiveAsync(_received.AsMemory(), cancellationToken);
            }
            catch (WebSocketException)
            {
                return (-1, default); // the server may drop the connection without a closing handshake
            }

            if (result.MessageType == WebSocketMessageType.Close)
            {
                return (-1, default);
            }

            var data = _received.AsMemory(0, result.Count);
            if (!_isInMessage && data.Length > 0)
            {
                _channel = data.Span[0];
                data = data[1..];
                _isInMessage = true;
            }

            if (result.EndOfMessage)
            {
                _isInMessage = false;
            }

            if (data.Length > 0)
            {
                return (_channel, data);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(CloseLimit);
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException
            or InvalidOperationException)
        {
            // It was closing already.
        }

        _socket.Dispose();
    }
}

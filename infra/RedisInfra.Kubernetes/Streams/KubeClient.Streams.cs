using System.Globalization;
using System.Net;
using System.Text;

namespace RedisInfra.Kubernetes;

public sealed partial class KubeClient
{
    private volatile bool _forwardsWithKubectl;

    /// <summary>Runs a command in a container and waits for its end.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container; null: the pod's only or default one.</param>
    /// <param name="arguments">The command and its arguments; no shell is involved.</param>
    /// <param name="input">What it reads on its standard input; null: nothing.</param>
    /// <param name="namespace">The pod's namespace; null: the client's own.</param>
    /// <param name="cancellationToken">Ends the wait, not the command.</param>
    /// <exception cref="KubeException">The server refused, or the command could not be started.</exception>
    /// <exception cref="IOException">The connection was lost before the command ended.</exception>
    public async Task<ExecResult> ExecAsync(
        string pod, string? container, IReadOnlyList<string> arguments, string? input = null,
        string? @namespace = null, CancellationToken cancellationToken = default)
    {
        var bytes = input is null ? null : Encoding.UTF8.GetBytes(input);
        // v4 can't close standard input; from v5 (1.30) on it can.
        var socket = await TryOpenExecAsync(
            pod, container, arguments, bytes, @namespace,
            bytes is null ? [ChannelSocket.V5, ChannelSocket.V4] : [ChannelSocket.V5], cancellationToken);
        if (socket is null)
        {
            // Without a way to end the input the container counts its bytes itself.
            arguments = ["sh", "-c", $"head -c {bytes?.Length ?? 0} | \"$@\"", "sh", .. arguments];
            socket = await TryOpenExecAsync(
                pod, container, arguments, bytes, @namespace, [ChannelSocket.V4], cancellationToken)
                ?? throw new KubeException(0, "NoAnswer", $"pod {pod}: the server offers no way to run a command");
        }

        await using (socket)
        {
            return await ExecSession.RunAsync(socket, bytes, cancellationToken);
        }
    }

    /// <summary>A connection to a port of a pod. Any number may be open at once. It has no half-close.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="port">A port of the pod.</param>
    /// <param name="namespace">The pod's namespace; null: the client's own.</param>
    /// <param name="cancellationToken">Ends the attempt to connect.</param>
    /// <exception cref="KubeException">The server refused: no such pod, not running, no right.</exception>
    /// <exception cref="IOException">On reads: nothing listens on the port, or the connection was lost.</exception>
    public async Task<Stream> PortForwardAsync(
        string pod, int port, string? @namespace = null, CancellationToken cancellationToken = default)
    {
        var place = @namespace ?? Context.Namespace;
        if (!_forwardsWithKubectl)
        {
            var path = new KubeResource("v1", "Pod", "pods", true).Path(place, pod, "portforward")
                + Query(("ports", port.ToString(CultureInfo.InvariantCulture)));
            var (socket, status, error) = await ChannelSocket.TryOpenAsync(
                _http, path, [ChannelSocket.V4], cancellationToken);
            if (socket is not null)
            {
                return new PortForwardStream(socket, $"pod {place}/{pod} port {port}");
            }

            await ThrowRefusalAsync(path, status, error, cancellationToken);
            if (_proxy is null)
            {
                throw new KubeException(status, "NoUpgrade", $"pod {place}/{pod} port {port}: {error}");
            }

            _forwardsWithKubectl = true;
        }

        return await KubectlForward.OpenAsync(_proxy!.Target, place, pod, port, cancellationToken);
    }

    /// <summary>As <see cref="PortForwardAsync"/>, but always by a kubectl of its own.</summary>
    internal Task<Stream> PortForwardWithKubectlAsync(string pod, int port, CancellationToken cancellationToken)
    {
        _forwardsWithKubectl = true;
        return PortForwardAsync(pod, port, null, cancellationToken);
    }

    private async Task<ChannelSocket?> TryOpenExecAsync(
        string pod, string? container, IReadOnlyList<string> arguments, byte[]? input, string? @namespace,
        IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        var path = new KubeResource("v1", "Pod", "pods", true).Path(@namespace ?? Context.Namespace, pod, "exec")
            + Query([
                .. arguments.Select(a => ("command", (string?)a)), ("container", container), ("stdout", "true"),
                ("stderr", "true"), ("stdin", input is null ? null : "true")]);
        var (socket, status, error) = await ChannelSocket.TryOpenAsync(_http, path, protocols, cancellationToken);
        if (socket is null)
        {
            await ThrowRefusalAsync(path, status, error, cancellationToken);
        }

        return socket;
    }

    // A refused handshake gives no body. The same request without an upgrade runs nothing and is refused with the
    // reason; "400" there only says that an upgrade was expected, so the refusal was about WebSockets.
    private async Task ThrowRefusalAsync(
        string path, HttpStatusCode status, string error, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await OpenAsync(HttpMethod.Get, path, null, isIdempotent: false, cancellationToken);
        }
        catch (KubeException e) when (e.Status == HttpStatusCode.BadRequest && IsAboutUpgrade(e.Message))
        {
            return;
        }

        throw new KubeException(status, "NoUpgrade", error);
    }

    private static bool IsAboutUpgrade(string message) =>
        message.Contains("pgrade", StringComparison.Ordinal)
        || message.Contains("400 Bad Request", StringComparison.Ordinal);
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RedisInfra.Kubernetes;

/// <summary>
/// The way round for API servers that don't tunnel over WebSockets: one <c>kubectl port-forward</c> for each
/// connection, bound to loopback, ended with the connection or with us.
/// </summary>
internal static partial class KubectlForward
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static async Task<Stream> OpenAsync(
        KubeTarget target, string @namespace, string pod, int port, CancellationToken cancellationToken)
    {
        var process = Kubectl.StartKept(target, folder: null, [
            "port-forward", "--namespace", @namespace, "--address", "127.0.0.1", $"pod/{pod}", $":{port}"]);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Limit);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var line = await process.StandardOutput.ReadLineAsync(limit.Token);
            if (LocalPort().Match(line ?? "") is not { Success: true } match)
            {
                throw new IOException($"pod {@namespace}/{pod} port {port}: {KubeErrors.OneLine(await error)}");
            }

            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // so that kubectl never blocks
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            var local = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            await socket.ConnectAsync(IPAddress.Loopback, local, limit.Token);
            return new Owner(socket, process);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.StandardInput.Close();
            throw new IOException($"pod {@namespace}/{pod} port {port}: kubectl port-forward gave no answer");
        }
        catch
        {
            process.StandardInput.Close();
            throw;
        }
    }

    [GeneratedRegex(@"^Forwarding from 127\.0\.0\.1:(\d+) ")]
    private static partial Regex LocalPort();

    /// <summary>The connection; closing it ends its kubectl.</summary>
    private sealed class Owner(Socket socket, Process process) : NetworkStream(socket, ownsSocket: true)
    {
        private int _disposed;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                process.StandardInput.Close();
            }
        }
    }
}

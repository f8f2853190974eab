using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace RedisInfra.Kubernetes;

/// <summary>Reads the channels of one exec until its status comes.</summary>
internal static class ExecSession
{
    private const byte Input = 0;
    private const int Output = 1;
    private const int Error = 2;
    private const int Status = 3;
    private const byte Close = 255; // v5: the channel whose number follows is closed
    private const int LimitBytes = 64 * 1024 * 1024;

    public static async Task<ExecResult> RunAsync(
        ChannelSocket socket, ReadOnlyMemory<byte>? input, CancellationToken cancellationToken)
    {
        var received = new[] { new MemoryStream(), new MemoryStream(), new MemoryStream(), new MemoryStream() };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(socket, input, ended.Token);
        try
        {
            while (true)
            {
                var (channel, data) = await socket.ReceiveAsync(cancellationToken);
                if (channel < 0)
                {
                    break;
                }

                if (channel is >= Output and <= Status)
                {
                    received[channel].Write(data.Span);
                    if (received[channel].Length > LimitBytes)
                    {
                        throw new IOException($"The command wrote more than {LimitBytes / 1024 / 1024} MB.");
                    }
                }
            }
        }
        finally
        {
            await ended.CancelAsync();
            await sending;
        }

        var code = ExitCode(Text(received[Status]));
        return new ExecResult(Text(received[Output]), Text(received[Error]), code);
    }

    // A command that ends without reading all its input breaks the pipe: that is its right, not an error.
    private static async Task SendAsync(
        ChannelSocket socket, ReadOnlyMemory<byte>? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is { Length: > 0 } bytes)
            {
                await socket.SendAsync(Input, bytes, cancellationToken);
            }

            if (input is not null && socket.Protocol == ChannelSocket.V5)
            {
                await socket.SendAsync(Close, new byte[] { Input }, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The session has ended.
        }
    }

    internal static int ExitCode(string status)
    {
        if (status.Length == 0)
        {
            throw new IOException("The connection to the command was lost before it ended.");
        }

        var answer = JsonNode.Parse(status)!.AsObject();
        if ((string?)answer["status"] == "Success")
        {
            return 0;
        }

        var refusal = KubeException.From(answer, HttpStatusCode.InternalServerError, status, text => text);
        var code = refusal.Causes.FirstOrDefault(c => c.Reason == "ExitCode")?.Message;
        return int.TryParse(code, CultureInfo.InvariantCulture, out var number) ? number : throw refusal;
    }

    private static string Text(MemoryStream stream) =>
        System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Proxy;

/// <summary>One client's connection: commands go up as they are, replies come down rewritten.</summary>
internal sealed class ProxySession(Stream client, Stream server, ReplyRewriter rewriter, string? password)
{
    private static readonly RespLimits s_limits = new();
    private readonly ConcurrentQueue<RewriteKind> _expected = new();
    private volatile bool _streaming;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var up = new RespReader(client, s_limits);
        if (password is not null && !await SignInAsync(up, either.Token)) return;
        var first = await Task.WhenAny(CommandsAsync(up, either.Token), RepliesAsync(either.Token));
        await either.CancelAsync();
        await first;
    }

    /// <summary>The servers' password was given by the proxy; its clients need the proxy's own.</summary>
    private async Task<bool> SignInAsync(RespReader reader, CancellationToken cancellationToken)
    {
        while (await reader.ReadAsync(cancellationToken) is { } command)
        {
            bool isAuth = command.Items.Count > 1
                && command.Items[0].Text.Equals("AUTH", StringComparison.OrdinalIgnoreCase);
            bool matches = isAuth && CryptographicOperations.FixedTimeEquals(
                command.Items[^1].Bytes.Span, Encoding.UTF8.GetBytes(password!));
            byte[] reply = matches ? "+OK\r\n"u8.ToArray()
                : isAuth ? "-WRONGPASS this proxy has a password of its own\r\n"u8.ToArray()
                : "-NOAUTH Authentication required.\r\n"u8.ToArray();
            await client.WriteAsync(reply, cancellationToken);
            if (matches) return true;
        }
        return false;
    }

    private async Task CommandsAsync(RespReader reader, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        while (await reader.ReadAsync(cancellationToken) is { } command)
        {
            var kind = RewriteKinds.Of(command);
            if (kind == RewriteKind.Stream) _streaming = true;
            else if (!_streaming) _expected.Enqueue(kind);
            RespWriter.Write(buffer, command);
            if (reader.HasBuffered && buffer.Length < 64 * 1024) continue;
            await server.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            await server.FlushAsync(cancellationToken);
            buffer.SetLength(0);
        }
    }

    private async Task RepliesAsync(CancellationToken cancellationToken)
    {
        var reader = new RespReader(server, s_limits);
        using var buffer = new MemoryStream();
        while (await reader.ReadAsync(cancellationToken) is { } reply)
        {
            // Replies to commands before the first SUBSCRIBE are still matched in order.
            var kind = _expected.TryDequeue(out var expected) ? expected : RewriteKind.Nothing;
            RespWriter.Write(buffer, rewriter.Rewrite(kind, reply));
            if (reader.HasBuffered && buffer.Length < 64 * 1024) continue;
            await client.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            await client.FlushAsync(cancellationToken);
            buffer.SetLength(0);
        }
    }
}

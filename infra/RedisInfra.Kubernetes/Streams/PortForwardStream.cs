using System.Text;

namespace RedisInfra.Kubernetes;

/// <summary>One connection to a port of a pod, tunnelled by the API server and the kubelet.</summary>
internal sealed class PortForwardStream(ChannelSocket socket, string place) : Stream
{
    private const byte Data = 0;
    private const byte Error = 1;
    private const int PortBytes = 2; // each channel begins with the port's number
    private readonly int[] _toSkip = [PortBytes, PortBytes];
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.Length == 0)
        {
            var (channel, data) = await socket.ReceiveAsync(cancellationToken);
            if (channel is not (Data or Error))
            {
                return 0;
            }

            var skipped = Math.Min(_toSkip[channel], data.Length);
            _toSkip[channel] -= skipped;
            data = data[skipped..];
            if (channel == Error && data.Length > 0)
            {
                throw new IOException($"{place}: {Encoding.UTF8.GetString(data.Span).Trim()}");
            }

            _rest = data;
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer.Span);
        _rest = _rest[count..];
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.Length == 0 ? ValueTask.CompletedTask : socket.SendAsync(Data, buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Every write is sent at once.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Use ReadAsync.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Use WriteAsync.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await socket.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ = socket.DisposeAsync().AsTask();
        }

        base.Dispose(disposing);
    }
}

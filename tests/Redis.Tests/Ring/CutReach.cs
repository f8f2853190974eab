using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Ring;

/// <summary>
/// Sockets of a process that is killed after so many writes: all are closed at once, and what was sent stays sent.
/// </summary>
public sealed class CutReach(int writes) : IMemberReach
{
    private readonly DirectReach _direct = new();
    private readonly List<Stream> _streams = [];
    private int _left = writes;
    private int _isCut;

    /// <summary>Told once, when it is.</summary>
    public Action? Cut { get; init; }

    public bool CanReachAnnounced => true;

    public async ValueTask<Stream> ConnectAsync(Member member, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _left) <= 0) throw new IOException("killed");
        var stream = await _direct.ConnectAsync(member, cancellationToken);
        lock (_streams) _streams.Add(stream);
        return new CutStream(stream, this);
    }

    public ValueTask<string?> GossipIpAsync(Member member, CancellationToken cancellationToken) =>
        _direct.GossipIpAsync(member, cancellationToken);

    /// <summary>After so many writes from now on.</summary>
    /// <exception cref="IOException">At once, when that is none.</exception>
    public void Kill(int after)
    {
        Volatile.Write(ref _left, after);
        if (after == 0) End();
    }

    private void Count()
    {
        if (Interlocked.Decrement(ref _left) <= 0) End();
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _isCut, 1) == 0) Cut?.Invoke();
        lock (_streams) _streams.ForEach(stream => stream.Dispose());
        throw new IOException("killed");
    }

    private sealed class CutStream(Stream inner, CutReach reach) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            reach.Count();
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing) => inner.Dispose();
    }
}

using System.Buffers.Text;

namespace RedisInfra.Admin.Resp;

/// <summary>
/// Reads RESP2 values from a stream, and of RESP3 what pushes need, each byte once, within limits. Not safe for
/// concurrent use.
/// </summary>
internal sealed class RespReader(Stream stream, RespLimits limits, bool takesPushes = false)
{
    private const int BigBulkBytes = 1024 * 1024;
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Whether a value may already stand in the buffer, so that reading on is likely not to wait.</summary>
    public bool HasBuffered => _start < _end;

    /// <summary>The next value, or null (no value) at a clean end of the stream.</summary>
    public async ValueTask<RespValue?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_start == _end && !await FillAsync(cancellationToken)) return null;
        return await ReadValueAsync(0, cancellationToken);
    }

    private async ValueTask<RespValue> ReadValueAsync(int depth, CancellationToken cancellationToken)
    {
        int length = await ReadLineAsync(cancellationToken);
        int at = _start;
        _start += length + 2;
        byte type = _buffer[at];
        switch (type)
        {
            case (byte)'+': return RespValue.Of(RespKind.SimpleString, _buffer.AsSpan(at + 1, length - 1).ToArray());
            case (byte)'-': return RespValue.Of(RespKind.Error, _buffer.AsSpan(at + 1, length - 1).ToArray());
            case (byte)':': return RespValue.Of(Number(at + 1, length - 1));
            case (byte)'$': return await ReadBulkAsync(Number(at + 1, length - 1), cancellationToken);
            case (byte)'*': return await ReadArrayAsync(Number(at + 1, length - 1), depth, cancellationToken);
            case (byte)'_' when takesPushes: return RespValue.Null;
            case (byte)'>' when takesPushes:
                return RespValue.Push(await ReadArrayAsync(Number(at + 1, length - 1), depth, cancellationToken));
            case (byte)'%' when takesPushes:
                return await ReadArrayAsync(2 * Number(at + 1, length - 1), depth, cancellationToken);
            default: throw Broken($"a reply begins with the byte 0x{type:x2}");
        }
    }

    private async ValueTask<RespValue> ReadBulkAsync(long length, CancellationToken cancellationToken)
    {
        if (length == -1) return RespValue.Null;
        if (length < 0 || length > limits.MaxBulkBytes) throw Broken($"a bulk string of {length} bytes");
        int wanted = (int)length;
        // Big ones grow as they arrive: a length alone must not allocate half a gigabyte.
        var bytes = new byte[Math.Min(wanted, BigBulkBytes)];
        int done = 0;
        while (done < wanted)
        {
            if (done == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(wanted, bytes.Length * 2L));
            done += await TakeAsync(bytes.AsMemory(done), cancellationToken);
        }
        while (_end - _start < 2) await RequireAsync(cancellationToken);
        if (_buffer[_start] != '\r' || _buffer[_start + 1] != '\n') throw Broken("a bulk string without its end");
        _start += 2;
        return RespValue.Of(RespKind.Bulk, bytes);
    }

    private async ValueTask<RespValue> ReadArrayAsync(long count, int depth, CancellationToken cancellationToken)
    {
        if (count == -1) return RespValue.Null;
        if (count < 0 || count > limits.MaxItems) throw Broken($"an array of {count} values");
        if (depth >= limits.MaxDepth) throw Broken($"arrays nested deeper than {limits.MaxDepth}");
        var items = new List<RespValue>((int)Math.Min(count, 1024));
        while (items.Count < count) items.Add(await ReadValueAsync(depth + 1, cancellationToken));
        return RespValue.Of([.. items]);
    }

    /// <summary>Makes sure that a whole line stands at the buffer's start; its length without the line end.</summary>
    private async ValueTask<int> ReadLineAsync(CancellationToken cancellationToken)
    {
        int scanned = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (found >= 0)
            {
                int length = scanned + found - 1;
                if (length < 1 || _buffer[_start + length] != '\r') throw Broken("a line without its end");
                return length;
            }
            scanned = _end - _start;
            if (scanned > limits.MaxLineBytes) throw Broken($"a line longer than {limits.MaxLineBytes} bytes");
            await RequireAsync(cancellationToken);
        }
    }

    /// <summary>Bytes from the buffer, or when it is empty straight from the stream.</summary>
    private async ValueTask<int> TakeAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        int count = Math.Min(_end - _start, target.Length);
        if (count > 0)
        {
            _buffer.AsSpan(_start, count).CopyTo(target.Span);
            _start += count;
            return count;
        }
        int read = await stream.ReadAsync(target, cancellationToken);
        return read > 0 ? read : throw Ended();
    }

    private async ValueTask RequireAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(cancellationToken)) throw Ended();
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end) _start = _end = 0;
        if (_end == _buffer.Length)
        {
            if (_start == 0) Array.Resize(ref _buffer, _buffer.Length * 2);
            else _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    private long Number(int at, int length)
    {
        var text = _buffer.AsSpan(at, length);
        return Utf8Parser.TryParse(text, out long number, out int used) && used == length
            ? number
            : throw Broken("a number that is none");
    }

    private static RedisConnectionException Broken(string what) =>
        new(ConnectionFailure.Protocol, $"the peer doesn't speak RESP2: {what}");

    private static RedisConnectionException Ended() =>
        new(ConnectionFailure.Closed, "the peer closed the connection in the middle of a reply");
}

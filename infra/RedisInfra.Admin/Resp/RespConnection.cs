using System.Net.Sockets;

namespace RedisInfra.Admin.Resp;

/// <summary>
/// A RESP2 connection to one server. Commands may be sent from several threads and are pipelined; replies are matched
/// in
/// order. When a command is cancelled or misses its deadline the connection is closed with it: a late reply can then
/// never
/// be taken for the next command's.
/// </summary>
public sealed class RespConnection : IAsyncDisposable
{
    private const int WriteBytes = 64 * 1024;
    private readonly RespConnectionOptions _options;
    private readonly Stream _stream;
    private readonly RespReader _reader;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Queue<Batch> _waiting = new();
    private readonly CancellationTokenSource _closing = new();
    private RedisConnectionException? _failure;
    private Task _reading = Task.CompletedTask;

    private RespConnection(RespConnectionOptions options, Stream stream)
    {
        _options = options;
        _stream = stream;
        _reader = new RespReader(stream, options.Limits, options.Push is not null);
    }

    /// <summary>What the server is called in messages.</summary>
    public string Name => _options.Name;

    /// <summary>Whether commands can still be sent.</summary>
    public bool IsOpen => Volatile.Read(ref _failure) is null;

    /// <summary>Connects and signs in.</summary>
    /// <exception cref="RedisConnectionException">No connection, or no TLS, or not in time.</exception>
    /// <exception cref="RedisErrorException">The server refused the password or the user.</exception>
    public static async Task<RespConnection> ConnectAsync(
        RespConnectionOptions options, CancellationToken cancellationToken = default)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Stream? stream = null;
        RespConnection? connection = null;
        try
        {
            stream = await options.Connect(either.Token);
            if (options.Tls is not null) stream = await options.Tls.WrapAsync(stream, options.Host, either.Token);
            connection = new RespConnection(options, stream);
            connection._reading = connection.ReadAllAsync();
            await connection.SignInAsync(either.Token);
            return connection;
        }
        catch (Exception exception)
        {
            if (connection is not null) await connection.DisposeAsync();
            else if (stream is not null) await stream.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (timeout.IsCancellationRequested)
            {
                throw new RedisConnectionException(ConnectionFailure.TimedOut,
                    $"no connection to {options.Name} within {options.ConnectTimeout.TotalSeconds:0.#} s", exception);
            }
            if (exception is SocketException or IOException)
            {
                throw new RedisConnectionException(ConnectionFailure.Connect,
                    $"no connection to {options.Name}: {exception.Message}", exception);
            }
            throw;
        }
    }

    /// <summary>Sends a command and gives its reply.</summary>
    /// <exception cref="RedisErrorException">The server answered with an error.</exception>
    /// <exception cref="RedisConnectionException">No reply, or not in time; the connection is closed.</exception>
    public async Task<RespValue> ExecuteAsync(RespCommand command, CancellationToken cancellationToken = default)
    {
        var replies = await ExecuteManyAsync([command], cancellationToken);
        return replies[0].IsError ? throw new RedisErrorException(command.Name, replies[0].Text) : replies[0];
    }

    /// <summary>Sends a command of texts and gives its reply.</summary>
    /// <inheritdoc cref="ExecuteAsync(RespCommand, CancellationToken)"/>
    public Task<RespValue> ExecuteAsync(CancellationToken cancellationToken, params ReadOnlySpan<string> words) =>
        ExecuteAsync(RespCommand.Of(words), cancellationToken);

    /// <summary>Sends commands in one go and gives their replies in order; errors are among them as values.</summary>
    /// <exception cref="RedisConnectionException">Not all replies came in time; the connection is closed.</exception>
    public Task<RespValue[]> ExecuteManyAsync(
        IReadOnlyList<RespCommand> commands, CancellationToken cancellationToken = default) =>
        ExecuteManyAsync(commands, timeout: null, cancellationToken);

    /// <summary>Sends commands in one go with a deadline of their own; null for the connection's.</summary>
    /// <inheritdoc cref="ExecuteManyAsync(IReadOnlyList{RespCommand}, CancellationToken)"/>
    public async Task<RespValue[]> ExecuteManyAsync(
        IReadOnlyList<RespCommand> commands, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        if (commands.Count == 0) return [];
        cancellationToken.ThrowIfCancellationRequested();
        var batch = new Batch(commands.Count);
        var limit = timeout ?? _options.CommandTimeout;
        using var late = new CancellationTokenSource(limit, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        string what = commands.Count == 1 ? commands[0].Name : $"{commands[0].Name} and {commands.Count - 1} more";
        var failure = () => cancellationToken.IsCancellationRequested
            ? new RedisConnectionException(ConnectionFailure.Closed, $"{Name}: {what} was cancelled")
            : new RedisConnectionException(ConnectionFailure.TimedOut,
                $"{Name} didn't answer {what} within {limit.TotalSeconds:0.#} s");
        await using var poison = either.Token.UnsafeRegister(_ => Close(failure()), null);
        try
        {
            // Sending waits when the peer doesn't read; replies come in meanwhile, so both ends keep moving.
            await SendAsync(commands, batch, either.Token);
            return await batch.Replies.Task;
        }
        catch (Exception exception) when (exception is RedisConnectionException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw _failure ?? exception;
        }
    }

    /// <summary>Closes the connection; commands without a reply fail.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(new RedisConnectionException(ConnectionFailure.Closed, $"the connection to {Name} was closed"));
        await _reading;
        await _stream.DisposeAsync();
    }

    private async Task SignInAsync(CancellationToken cancellationToken)
    {
        if (_options.Password is not null)
        {
            var command = _options.User is null
                ? RespCommand.Of("AUTH", _options.Password)
                : RespCommand.Of("AUTH", _options.User, _options.Password);
            await ExecuteAsync(command, cancellationToken);
        }
        if (_options.Push is not null) await ExecuteAsync(RespCommand.Of("HELLO", "3"), cancellationToken);
    }

    private async Task SendAsync(IReadOnlyList<RespCommand> commands, Batch batch, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // Nothing is thrown inside of a lock here: seen with .NET 10, the lock was then sometimes never given back.
            lock (_waiting)
            {
                if (_failure is null) _waiting.Enqueue(batch);
            }
            if (_failure is { } closed) throw closed;
            if (commands.Count == 1)
            {
                await _stream.WriteAsync(commands[0].Encoded, cancellationToken);
            }
            else
            {
                using var buffer = new MemoryStream(Math.Min(WriteBytes, commands.Count * 32));
                for (int i = 0; i < commands.Count; i++)
                {
                    buffer.Write(commands[i].Encoded);
                    if (buffer.Length < WriteBytes && i < commands.Count - 1) continue;
                    await _stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
                    buffer.SetLength(0);
                }
            }
            await _stream.FlushAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            Close(new RedisConnectionException(ConnectionFailure.Closed, $"{Name} closed the connection", exception));
            throw _failure!;
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAllAsync()
    {
        try
        {
            while (await _reader.ReadAsync(_closing.Token) is { } value)
            {
                if (value.Kind == RespKind.Push)
                {
                    _options.Push?.Invoke(value);
                    continue;
                }
                Batch? batch;
                lock (_waiting)
                {
                    if (_waiting.TryPeek(out batch) && batch.IsLast) _waiting.Dequeue();
                }
                if (batch is null)
                    throw new RedisConnectionException(ConnectionFailure.Protocol, $"{Name} sent a reply to nothing");
                batch.Add(value);
            }
            Close(new RedisConnectionException(ConnectionFailure.Closed, $"{Name} closed the connection"));
        }
        catch (RedisConnectionException exception)
        {
            Close(new RedisConnectionException(exception.Failure, $"{Name}: {exception.Message}", exception));
        }
        catch (Exception exception)
        {
            Close(new RedisConnectionException(ConnectionFailure.Closed, $"{Name} closed the connection", exception));
        }
    }

    private void Close(RedisConnectionException failure)
    {
        Batch[] left;
        lock (_waiting)
        {
            if (_failure is not null) return;
            Volatile.Write(ref _failure, failure);
            left = [.. _waiting];
            _waiting.Clear();
        }
        foreach (var batch in left) batch.Replies.TrySetException(failure);
        _closing.Cancel();
        _stream.Dispose();
    }

    /// <summary>The replies of commands that were sent together.</summary>
    private sealed class Batch(int count)
    {
        private readonly RespValue[] _replies = new RespValue[count];
        private int _next;

        public TaskCompletionSource<RespValue[]> Replies { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsLast => _next == _replies.Length - 1;

        public void Add(RespValue value)
        {
            _replies[_next++] = value;
            if (_next == _replies.Length) Replies.TrySetResult(_replies);
        }
    }
}

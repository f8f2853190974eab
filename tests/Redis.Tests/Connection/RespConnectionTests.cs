using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;

namespace Redis.Tests.Connection;

public sealed class RespConnectionTests : IAsyncLifetime
{
    /// <summary>The server doesn't answer any more until it is killed.</summary>
    private static readonly RespCommand s_forever = RespCommand.Of("DEBUG", "SLEEP", "600");
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private readonly string _folder = Directory.CreateTempSubdirectory("redisinfra-test-").FullName;
    private readonly int _port = FreePorts.Next();
    private RedisServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = RedisServer.Start(_folder, _port, "--port", $"{_port}", "--bind", "127.0.0.1", "--save", "",
            "--logfile", "log", "--enable-debug-command", "yes",
            "--user", "default", "on", "nopass", "~*", "&*", "+@all",
            "--user", "admin", "on", ">admin-password", "~*", "&*", "+@all",
            "--user", "reader", "on", ">reader-password", "~*", "+get", "+ping");
        await _server.WaitUntilListeningAsync(_deadline.Token);
    }

    public Task DisposeAsync()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
        _deadline.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task ExecuteManyAsync_HundredThousandCommands_RepliesInOrder()
    {
        await using var connection = await ConnectAsync();
        const int Count = 100_000;
        var commands = Enumerable.Range(0, Count).Select(i => RespCommand.Of("ECHO", $"{i}")).ToList();

        var replies = await connection.ExecuteManyAsync(commands, _deadline.Token);

        for (int i = 0; i < Count; i++) Assert.Equal(i, replies[i].Integer);
    }

    [Fact]
    public async Task ExecuteAsync_ManyCallersAtOnce_EachGetsItsOwnReply()
    {
        await using var connection = await ConnectAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 2000).Select(async i =>
            (i, reply: await connection.ExecuteAsync(RespCommand.Of("ECHO", $"{i}"), _deadline.Token))));

        Assert.All(replies, pair => Assert.Equal($"{pair.i}", pair.reply.Text));
    }

    [Fact]
    public async Task ExecuteManyAsync_BigBulksBothWays_AreWhole()
    {
        await using var connection = await ConnectAsync();
        var big = new byte[5_000_000];
        Random.Shared.NextBytes(big);

        await connection.ExecuteAsync(RespCommand.OfBinary(["SET", "big"], big), _deadline.Token);
        var replies = await connection.ExecuteManyAsync(
            [RespCommand.Of("GET", "big"), RespCommand.Of("GET", "none"), RespCommand.Of("GET", "big")],
                _deadline.Token);

        Assert.True(replies[0].Bytes.Span.SequenceEqual(big));
        Assert.True(replies[1].IsNull);
        Assert.True(replies[2].Bytes.Span.SequenceEqual(big));
    }

    [Fact]
    public async Task ExecuteAsync_NoAnswerInTime_ClosesTheConnection()
    {
        await using var connection = await ConnectAsync(command: TimeSpan.FromMilliseconds(200));

        var late = await Assert.ThrowsAsync<RedisConnectionException>(
            () => connection.ExecuteAsync(s_forever, _deadline.Token));
        var after = await Assert.ThrowsAsync<RedisConnectionException>(
            () => connection.ExecuteAsync(RespCommand.Of("PING"), _deadline.Token));

        Assert.Equal(ConnectionFailure.TimedOut, late.Failure);
        Assert.Equal(ConnectionFailure.TimedOut, after.Failure);
        Assert.False(connection.IsOpen);
    }

    /// <summary>The reply comes just when it is given up: whoever is first, the connection always ends.</summary>
    [Fact]
    public async Task ExecuteAsync_AnswerComesAsItIsGivenUp_NothingHangs()
    {
        for (int i = 0; i < 60; i++)
        {
            var connection = await ConnectAsync(command: TimeSpan.FromMilliseconds(10 + (i % 20)));
            await TryAsync(connection, "DEBUG", "SLEEP", "0.02");
            await TryAsync(connection, "PING");
            await connection.DisposeAsync().AsTask().WaitAsync(_deadline.Token);
        }

        async Task TryAsync(RespConnection connection, params string[] words)
        {
            try
            {
                await connection.ExecuteAsync(RespCommand.Of(words), _deadline.Token).WaitAsync(_deadline.Token);
            }
            catch (RedisConnectionException)
            {
                // Given up.
            }
        }
    }

    [Fact]
    public async Task ExecuteAsync_Cancelled_ThrowsCancelledAndALateReplyIsNeverTakenForAnother()
    {
        await using var connection = await ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var waiting = connection.ExecuteAsync(s_forever, cancel.Token);
        // Not before it was sent: what never left is no trouble to the connection.
        cancel.CancelAfter(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await Assert.ThrowsAsync<RedisConnectionException>(
            () => connection.ExecuteAsync(RespCommand.Of("PING"), _deadline.Token));
    }

    [Fact]
    public async Task ExecuteAsync_ServerIsKilled_WaitingCommandsFail()
    {
        await using var connection = await ConnectAsync();
        var waiting = connection.ExecuteAsync(RespCommand.Of("BLPOP", "nothing", "30"), _deadline.Token);

        _server.Kill();

        var lost = await Assert.ThrowsAsync<RedisConnectionException>(() => waiting);
        Assert.Equal(ConnectionFailure.Closed, lost.Failure);
    }

    [Fact]
    public async Task ConnectAsync_AclUser_MayDoWhatItMay()
    {
        await using var reader = await ConnectAsync("reader", "reader-password");

        Assert.True((await reader.ExecuteAsync(RespCommand.Of("GET", "x"), _deadline.Token)).IsNull);
        var denied = await Assert.ThrowsAsync<RedisErrorException>(
            () => reader.ExecuteAsync(RespCommand.Of("SET", "x", "secret-value"), _deadline.Token));

        Assert.Equal("NOPERM", denied.Code);
        Assert.DoesNotContain("secret-value", denied.ToString());
    }

    [Fact]
    public async Task ConnectAsync_WrongPassword_SaysSoWithoutThePassword()
    {
        var refused = await Assert.ThrowsAsync<RedisErrorException>(() => ConnectAsync("admin", "not-the-password"));

        Assert.Equal("WRONGPASS", refused.Code);
        Assert.DoesNotContain("not-the-password", refused.ToString());
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_SaysWhere()
    {
        _server.Kill();

        var refused = await Assert.ThrowsAsync<RedisConnectionException>(() => ConnectAsync());

        Assert.Equal(ConnectionFailure.Connect, refused.Failure);
        Assert.Contains("the server", refused.Message);
    }

    private Task<RespConnection> ConnectAsync(string? user = null, string? password = null, TimeSpan? command = null) =>
        RespConnection.ConnectAsync(new RespConnectionOptions
        {
            Name = "the server",
            Connect = token => new DirectReach().ConnectAsync(new("s", 0, 0, "127.0.0.1", _port), token),
            User = user,
            Password = password,
            CommandTimeout = command ?? TimeSpan.FromSeconds(20),
        }, _deadline.Token);
}

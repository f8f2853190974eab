using System.Text;
using RedisInfra.Admin.Resp;

namespace RedisInfra.Admin.Tests.Resp;

public sealed class RespReaderTests
{
    private static readonly RespLimits s_small = new() { MaxBulkBytes = 100, MaxItems = 10, MaxDepth = 2,
        MaxLineBytes = 50 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task ReadAsync_AnyChunks_WritesBackTheSame(int chunkBytes)
    {
        const string Text = "+OK\r\n-ERR no\r\n:-42\r\n$5\r\nhe\r\no\r\n$-1\r\n*2\r\n$0\r\n\r\n*1\r\n:7\r\n";
        var reader = new RespReader(new Chunks(Text, chunkBytes), s_small);
        using var written = new MemoryStream();

        while (await reader.ReadAsync(CancellationToken.None) is { } value) RespWriter.Write(written, value);

        Assert.Equal(Text, Encoding.ASCII.GetString(written.ToArray()));
    }

    [Fact]
    public async Task ReadAsync_Pushes_AreReadOnlyWhereTheyAreExpected()
    {
        const string Text = ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n"
            + ">2\r\n$10\r\ninvalidate\r\n_\r\n%1\r\n+a\r\n:1\r\n";
        var reader = new RespReader(new Chunks(Text, 3), s_small, takesPushes: true);

        var changed = await reader.ReadAsync(CancellationToken.None);
        var flushed = await reader.ReadAsync(CancellationToken.None);
        var map = await reader.ReadAsync(CancellationToken.None);

        Assert.Equal((RespKind.Push, "k"), (changed!.Value.Kind, changed.Value.Items[1].Items[0].Text));
        Assert.True(flushed!.Value.Items[1].IsNull);
        Assert.Equal((RespKind.Array, 2), (map!.Value.Kind, map.Value.Items.Count));
        await Assert.ThrowsAsync<RedisConnectionException>(async () =>
            await new RespReader(new Chunks(Text, 100), s_small).ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("$101\r\n", "bulk string of 101 bytes")]
    [InlineData("*11\r\n", "array of 11 values")]
    [InlineData("*1\r\n*1\r\n*1\r\n:1\r\n", "nested deeper than 2")]
    [InlineData("?huh\r\n", "begins with the byte")]
    [InlineData(":4x\r\n", "a number that is none")]
    [InlineData("$2\r\nabcd\r\n", "without its end")]
    [InlineData("+12345678901234567890123456789012345678901234567890123456789012345678901234567890", "a line longer")]
    public async Task ReadAsync_BrokenOrTooMuch_Refused(string text, string why)
    {
        var reader = new RespReader(new Chunks(text, 8), s_small);

        var broken = await Assert.ThrowsAsync<RedisConnectionException>(
            async () => await reader.ReadAsync(CancellationToken.None));

        Assert.Equal(ConnectionFailure.Protocol, broken.Failure);
        Assert.Contains(why, broken.Message);
    }

    [Fact]
    public async Task ReadAsync_EndsWithinAReply_Closed()
    {
        var reader = new RespReader(new Chunks("$10\r\nabc", 100), s_small);

        var closed = await Assert.ThrowsAsync<RedisConnectionException>(
            async () => await reader.ReadAsync(CancellationToken.None));

        Assert.Equal(ConnectionFailure.Closed, closed.Failure);
    }

    [Fact]
    public void RespCommand_NameShowsNoArgument() =>
        Assert.Equal(("AUTH", "CONFIG SET"),
            (RespCommand.Of("AUTH", "secret").ToString(), RespCommand.Of("config", "set", "requirepass", "x").Name));

    private sealed class Chunks(string text, int chunkBytes) : MemoryStream(Encoding.ASCII.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunkBytes)], cancellationToken);
    }
}

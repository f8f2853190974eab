using System.Globalization;
using System.Net.Sockets;
using RedisInfra.Admin.Resp;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>A client of a pool's Service: one connection, made again when it breaks, as client libraries do.</summary>
internal sealed class ProxyClient(string address, int port, string password, string? user = null) : IWorkloadClient
{
    private const int Batch = 100;
    private RespConnection? _connection;

    /// <summary>Writes KEY:0 to KEY:count-1 until every write is acknowledged.</summary>
    public async Task WriteAsync(string key, int count, TimeSpan limit)
    {
        for (var first = 0; first < count; first += Batch)
        {
            var commands = Commands("SET", key, first, count);
            var said = "";
            await Poll.UntilAsync(async () => (said = await TryWriteAsync(commands)) == "", limit,
                () => $"every {key} is acknowledged; {said}");
        }
    }

    /// <summary>How many of those keys have their values; the others are in error, or gone.</summary>
    public async Task<int> CountAsync(string key, int count)
    {
        var found = 0;
        try
        {
            for (var first = 0; first < count; first += Batch)
            {
                var replies = await SendAsync(Commands("GET", key, first, count));
                found += replies
                    .Where((reply, index) => reply.Kind == RespKind.Bulk && reply.Text == Value(first + index)).Count();
            }
        }
        catch (Exception broken) when (broken is RedisConnectionException or RedisErrorException)
        {
            await CloseAsync();
        }

        return found;
    }

    public async Task<bool> TrySetAsync(string key, string value) => await TryAsync("SET", key, value) is "OK";

    public Task<string?> TryGetAsync(string key) => TryAsync("GET", key);

    /// <summary>The reply to any command; null when there was none, or an error.</summary>
    public Task<string?> AskAsync(params string[] words) => TryAsync(words);

    /// <summary>The reply to any command, or the error's words.</summary>
    public async Task<string> SaysAsync(params string[] words) => (await SendAsync([RespCommand.Of(words)]))[0].Text;

    private async Task<string?> TryAsync(params string[] words)
    {
        try
        {
            var reply = (await SendAsync([RespCommand.Of(words)]))[0];
            return reply.IsError ? null : reply.IsNull ? "" : reply.Text;
        }
        catch (Exception broken) when (broken is RedisConnectionException or RedisErrorException or SocketException)
        {
            await CloseAsync();
            return null;
        }
    }

    /// <summary>What wasn't acknowledged, in the server's or the client's words; "" for nothing.</summary>
    private async Task<string> TryWriteAsync(RespCommand[] commands)
    {
        try
        {
            return (await SendAsync(commands)).Select(reply => reply.Text).FirstOrDefault(text => text != "OK") ?? "";
        }
        catch (Exception broken) when (broken is RedisConnectionException or RedisErrorException)
        {
            await CloseAsync();
            return broken.Message;
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <summary>A connection that broke takes what was sent with it; the next command makes another.</summary>
    private async Task<RespValue[]> SendAsync(RespCommand[] commands)
    {
        if (_connection is not { IsOpen: true })
        {
            await CloseAsync();
            _connection = await RespConnection.ConnectAsync(new RespConnectionOptions
            {
                Name = $"{address}:{port}",
                Connect = async token =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(address, port, token);
                    return new NetworkStream(socket, ownsSocket: true);
                },
                User = user,
                Password = password,
                ConnectTimeout = TimeSpan.FromSeconds(2),
                CommandTimeout = TimeSpan.FromSeconds(5),
            });
        }

        return await _connection.ExecuteManyAsync(commands);
    }

    private async Task CloseAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        _connection = null;
    }

    private static string Value(int number) => string.Create(CultureInfo.InvariantCulture, $"value-{number}");

    private static RespCommand[] Commands(string verb, string key, int first, int count) =>
        [.. Enumerable.Range(first, Math.Min(Batch, count - first)).Select(number =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{key}:{number}");
            return verb == "SET" ? RespCommand.Of(verb, name, Value(number)) : RespCommand.Of(verb, name);
        })];
}

using RedisInfra.Admin.Resp;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>One client of a whole cluster, which follows MOVED and nothing else.</summary>
internal sealed class KeyClient(LiveCluster cluster) : IAsyncDisposable
{
    private readonly Dictionary<string, RespConnection> _open = new(StringComparer.Ordinal);
    private string? _any;

    public async Task SetAsync(string key, string value) =>
        Assert.Equal("OK", (await SendAsync("SET", key, value)).Text);

    /// <summary>The value; null when there is none.</summary>
    public async Task<string?> GetAsync(string key)
    {
        var value = await SendAsync("GET", key);
        return value.IsNull ? null : value.Text;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open.Values)
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<RespValue> SendAsync(params string[] command)
    {
        _any ??= (await cluster.AddressesAsync()).Values.First();
        try
        {
            return await AskAsync(_any, command);
        }
        catch (RedisErrorException moved) when (moved.Message.Contains("MOVED ", StringComparison.Ordinal))
        {
            // MOVED 3999 10.0.0.7:6379
            var words = moved.Message[moved.Message.IndexOf("MOVED ", StringComparison.Ordinal)..].Split(' ');
            return await AskAsync(words[2].Split(':')[0], command);
        }
    }

    private async Task<RespValue> AskAsync(string address, string[] command)
    {
        if (!_open.TryGetValue(address, out var connection))
        {
            _open[address] = connection = await cluster.ConnectAsync(address);
        }

        return await connection.ExecuteAsync(RespCommand.Of(command));
    }
}

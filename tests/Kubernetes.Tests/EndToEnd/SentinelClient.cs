using System.Net;
using StackExchange.Redis;

namespace Kubernetes.Tests.EndToEnd;

/// <summary>
/// A client that knows Sentinel: StackExchange.Redis, which asks for the master by the set's name and connects to that
/// one. It is outside the Kubernetes cluster, so it is told which address a pod's name has at the moment.
/// </summary>
internal sealed class SentinelClient(
    string sentinels, string master, string password, Func<string, Task<string?>> resolve) : IWorkloadClient
{
    private const int SentinelPort = 26379;

    /// <summary>What a Sentinel knows; StackExchange.Redis leaves the first out, and these have a password.</summary>
    private static readonly CommandMap s_sentinel = CommandMap.Create(
        new HashSet<string> { "AUTH", "PING", "INFO", "SENTINEL", "SUBSCRIBE", "UNSUBSCRIBE" }, available: true);

    /// <summary>Its first version never gives up a command on a link that was cut.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private ConnectionMultiplexer? _connection;

    public async Task<bool> TrySetAsync(string key, string value) =>
        await TryAsync(async keys => await keys.StringSetAsync(key, value) ? "OK" : null) is "OK";

    public Task<string?> TryGetAsync(string key) =>
        TryAsync(async keys => (string?)await keys.StringGetAsync(key) ?? "");

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        _connection = null;
        return default;
    }

    private async Task<string?> TryAsync(Func<IDatabase, Task<string?>> command)
    {
        try
        {
            _connection ??= await ConnectToMasterAsync();
            return _connection is null ? null : await command(_connection.GetDatabase()).WaitAsync(s_patience);
        }
        catch (Exception broken) when (broken is RedisException or TimeoutException or ObjectDisposedException)
        {
            await DisposeAsync();
            return null;
        }
    }

    private async Task<ConnectionMultiplexer?> ConnectToMasterAsync()
    {
        using var asked = await ConnectAsync(sentinels, SentinelPort, s_sentinel);
        var named = await asked.GetServer(sentinels, SentinelPort).SentinelGetMasterAddressByNameAsync(master);
        string? address = named switch
        {
            DnsEndPoint name => await resolve(name.Host),
            IPEndPoint ip => ip.Address.ToString(),
            _ => null,
        };
        return address is null ? null : await ConnectAsync(address, 6379, CommandMap.Default);
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(string address, int port, CommandMap commands)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { address, port } },
            Password = password,
            CommandMap = commands,
            TieBreaker = "",
            ConnectTimeout = 2000,
            SyncTimeout = 2000,
            ResponseTimeout = 2000,
            AbortOnConnectFail = true,
        };
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}

using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Proxy;

namespace Redis.Tests.Proxy;

public sealed class AddressMappingProxyTests : IAsyncLifetime
{
    private const string Password = "a-long-password";
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private RedisServers _servers = null!;
    private ClusterConnections _connections = null!;
    private AddressMappingProxy _proxy = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(3, 1, "--requirepass", Password, "--masterauth", Password);
        _connections = _servers.Connect(new ClusterAccess { Password = Password });
        var outcome = await new ClusterFormer(_connections, _servers.Desired).FormAsync(_deadline.Token);
        _proxy = AddressMappingProxy.Start(_connections, outcome.Observed);
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _connections.DisposeAsync();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task AClusterClient_OnlySeesTheListeners()
    {
        using var client = await ClusterClient.ConnectAsync(
            _proxy.Endpoints[0], _proxy.Password, nodes: 6, _deadline.Token);
        var database = client.GetDatabase();

        for (int i = 0; i < 300; i++)
            await database.StringSetAsync($"key:{i}", $"value:{i}").WaitAsync(_deadline.Token);
        for (int i = 0; i < 300; i++)
        {
            string? read = await database.StringGetAsync($"key:{i}").WaitAsync(_deadline.Token);
            Assert.Equal($"value:{i}", read);
        }

        var local = _proxy.Endpoints.Select(endpoint => endpoint.Port).ToHashSet();
        var seen = client.GetEndPoints().Select(endpoint => endpoint.ToString()!.Split(':')[^1]).Select(int.Parse)
            .ToList();
        Assert.Equal(6, seen.Count);
        Assert.Subset(local, seen.ToHashSet());
    }

    [Fact]
    public async Task RedisCli_FollowsMovedToTheListeners()
    {
        string port = $"{_proxy.Endpoints[0].Port}";
        string[] signIn = ["-a", _proxy.Password!, "--no-auth-warning", "-c", "-p", port];
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal("OK",
                (await RedisCli.RunAsync(_deadline.Token, [.. signIn, "SET", $"cli:{i}", $"{i}"])).Trim());
            Assert.Equal($"{i}", (await RedisCli.RunAsync(_deadline.Token, [.. signIn, "GET", $"cli:{i}"])).Trim());
        }
    }

    [Theory]
    [InlineData("NODES")]
    [InlineData("SLOTS")]
    [InlineData("SHARDS")]
    public async Task ClusterCommands_CarryNoAnnouncedAddress(string what)
    {
        string reply = await RedisCli.RunAsync(_deadline.Token, "-a", _proxy.Password!, "--no-auth-warning",
            "-p", $"{_proxy.Endpoints[1].Port}", "CLUSTER", what);

        // A replica isn't among a shard's slots before it has replicated something.
        int listed = _proxy.Endpoints.Count(endpoint => reply.Contains($"{endpoint.Port}"));
        Assert.InRange(listed, what == "SLOTS" ? 3 : 6, 6);
        Assert.All(_servers.Servers, server => Assert.DoesNotContain($":{server.Port}@", reply));
        Assert.All(_servers.Servers, server => Assert.DoesNotContain($"\n{server.Port}\n", reply));
    }

    [Fact]
    public async Task WithoutTheProxysPassword_NothingIsServed()
    {
        string port = $"{_proxy.Endpoints[0].Port}";

        string none = await RedisCli.RunAsync(_deadline.Token, "-p", port, "GET", "x");
        string servers = await RedisCli.RunAsync(
            _deadline.Token, "-a", Password, "--no-auth-warning", "-p", port, "GET", "x");

        Assert.Contains("NOAUTH", none);
        Assert.Contains("NOAUTH", servers);
    }

    [Fact]
    public async Task Subscriptions_PassThrough()
    {
        using var client = await ClusterClient.ConnectAsync(
            _proxy.Endpoints[0], _proxy.Password, nodes: 6, _deadline.Token);
        var received = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var subscriber = client.GetSubscriber();
        await subscriber.SubscribeAsync("news", (_, message) => received.TrySetResult(message!))
            .WaitAsync(_deadline.Token);

        while (!received.Task.IsCompleted)
        {
            await subscriber.PublishAsync("news", "hello").WaitAsync(_deadline.Token);
            await Task.Delay(50, _deadline.Token);
        }

        Assert.Equal("hello", await received.Task);
    }
}

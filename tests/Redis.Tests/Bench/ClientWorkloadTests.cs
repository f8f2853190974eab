using System.Net;
using Redis.Tests.Servers;
using RedisInfra.Admin.Bench.Workload;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Slots;

namespace Redis.Tests.Bench;

/// <summary>The workload finds nothing where nothing is wrong, and finds what is taken from it.</summary>
public sealed class ClientWorkloadTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private RedisServers _servers = null!;
    private ClusterConnections _connections = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(3, 0);
        _connections = _servers.Connect();
        await new ClusterFormer(_connections, _servers.Desired).FormAsync(_deadline.Token);
        await UntilAsync(async () => !(await SendAsync("a", "SET", "a", "1")).IsError);
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task StopAsync_NothingWrong_IsClean()
    {
        await using var load = await StartAsync();
        var lap = await WorkedAsync(load);

        var report = await load.StopAsync(_deadline.Token);

        Assert.True(report.IsClean, report.ToString());
        Assert.InRange(lap.P50, TimeSpan.FromMicroseconds(1), lap.P99);
    }

    [Fact]
    public async Task StopAsync_AcknowledgedWriteGone_IsLost()
    {
        await using var load = await StartAsync();
        await WorkedAsync(load);
        await SpoilAsync(load, seen => seen.Lost, "load:5:list", "DEL", "load:5:list");

        var report = await load.StopAsync(_deadline.Token);

        Assert.True(report.Lost > 0, report.ToString());
    }

    [Fact]
    public async Task StopAsync_OlderValue_IsStale()
    {
        await using var load = await StartAsync();
        await WorkedAsync(load);
        await SpoilAsync(load, seen => seen.Stale, "load:0:number", "SET", "load:0:number", "1");

        var report = await load.StopAsync(_deadline.Token);

        Assert.True(report.Stale > 0, report.ToString());
    }

    [Fact]
    public async Task StopAsync_ExpiryTaken_IsFound()
    {
        await using var load = await StartAsync();
        await WorkedAsync(load);
        await SpoilAsync(load, seen => seen.ExpiriesLost, "load:3:expiry", "EXPIRE", "load:3:expiry", "60");

        var report = await load.StopAsync(_deadline.Token);

        Assert.True(report.ExpiriesLost > 0, report.ToString());
    }

    private async Task<ClientWorkload> StartAsync()
    {
        var endpoints = _servers.Members.Select(member => new IPEndPoint(IPAddress.Loopback, member.Port));
        var options = new WorkloadOptions
        {
            RatePerSecond = 500, Lanes = 7, OperationTimeout = TimeSpan.FromSeconds(15),
        };
        var load = await ClientWorkload.ConnectAsync(endpoints, options, null, _deadline.Token);
        load.Start();
        return load;
    }

    /// <summary>Until it has done something; gives a lap in which it did.</summary>
    private async Task<WorkloadReport> WorkedAsync(ClientWorkload load)
    {
        const int Enough = 500;
        long done = 0;
        WorkloadReport? worked = null;
        await UntilAsync(() =>
        {
            var lap = load.Lap();
            if (lap.Operations > 0) worked = lap;
            done += lap.Operations;
            return Task.FromResult(done > Enough);
        });
        return worked!;
    }

    /// <summary>Again until it is seen: the lane may write over it before it reads.</summary>
    private Task SpoilAsync(
        ClientWorkload load, Func<WorkloadReport, long> seen, string key, params string[] command) =>
        UntilAsync(async () =>
        {
            await SendAsync(key, command);
            return seen(load.Lap()) > 0;
        });

    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(20, _deadline.Token);
    }

    private async Task<RespValue> SendAsync(string key, params string[] command)
    {
        int shard = Enumerable.Range(0, 3).Single(
            shard => SlotSet.Of(SlotLayout.Even(3)[shard]).Contains(KeySlot.Of(key)));
        var replies = await _connections.SendAsync(
            _servers.Members[shard], [RespCommand.Of(command)], default, _deadline.Token);
        return replies[0];
    }
}

using System.Diagnostics;
using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Components.Cluster;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Scripts;

/// <summary>The pods' stop.sh, run beside servers on loopback.</summary>
public sealed class StopScriptTests : IAsyncLifetime
{
    /// <summary>Whoever waits for a hand-over does so for 20 s (RedisClusterDefaults.HandoverSeconds).</summary>
    private static readonly TimeSpan s_notForLong = TimeSpan.FromSeconds(18);
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private RedisServers _servers = null!;
    private ClusterConnections _connections = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(3, 1);
        _connections = _servers.Connect();
        await new ClusterFormer(_connections, _servers.Desired).FormAsync(_deadline.Token);
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task OneMaster_HandsOverToItsReplica()
    {
        var (master, replica) = (Member(0, 0), Member(0, 1));

        await StopAsync(master);

        var observed = await _connections.ObserveAsync(_servers.Desired, _deadline.Token);
        Assert.True(observed.Of(master)!.Self.IsReplica);
        Assert.True(observed.Of(replica)!.Self.IsMaster);
    }

    [Fact]
    public async Task AReplicaThatLeavesToo_IsNoCandidateAndTheMasterDoesNotWait()
    {
        var (master, replica) = (Member(1, 0), Member(1, 1));
        await StopAsync(replica);

        long start = Stopwatch.GetTimestamp();
        await StopAsync(master);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_notForLong);
        var observed = await _connections.ObserveAsync(_servers.Desired, _deadline.Token);
        Assert.True(observed.Of(master)!.Self.IsMaster);
    }

    [Fact]
    public async Task AllAtOnce_NobodyWaitsForLong()
    {
        long start = Stopwatch.GetTimestamp();

        await Task.WhenAll(_servers.Members.Select(StopAsync));

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_notForLong);
    }

    [Fact]
    public async Task AMasterWithoutReplicas_EndsAtOnce()
    {
        var master = Member(2, 0);
        _servers.Of(Member(2, 1)).Kill();
        while ((await ReplicationAsync(master)).Contains("state=online")) await Task.Delay(20, _deadline.Token);

        long start = Stopwatch.GetTimestamp();
        await StopAsync(master);

        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, s_notForLong);
    }

    private Member Member(int shard, int index) =>
        _servers.Members.Single(member => member.Shard == shard && member.Index == index);

    private async Task<string> ReplicationAsync(Member member) => (await _connections.ExecuteAsync(
        member, [RespCommand.Of("INFO", "replication")], _deadline.Token))[0].Text;

    /// <summary>A pod's server has port 6379; here each has its own.</summary>
    private async Task StopAsync(Member member)
    {
        string script = RedisClusterScripts.All["stop.sh"].Replace("-p 6379", $"-p {member.Port}");
        Assert.Contains($"-p {member.Port}", script);
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script]))!;
        await process.WaitForExitAsync(_deadline.Token);
        Assert.Equal(0, process.ExitCode);
    }
}

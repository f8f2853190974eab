using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;

namespace Redis.Tests.Formation;

public sealed class LoadingTests
{
    /// <summary>A server that loads a data set, slowed down: the answer is LOADING for some seconds.</summary>
    [Fact]
    public async Task FormAsync_AMemberLoadsItsData_WaitsAndThenRefusesToFormOverIt()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        // 2000 keys of 20 ms each, unless it is told to hurry.
        await using var servers = await RedisServers.StartAsync(3, 0, "--key-load-delay", "20000",
            "--loading-process-events-interval-bytes", "1024", "--enable-debug-command", "yes");
        await using var connections = servers.Connect();
        var member = servers.Members[1];
        await connections.ExecuteAsync(member,
            [RespCommand.Of("CLUSTER", "ADDSLOTSRANGE", "0", "16383")], deadline.Token);
        await FillAsync(connections, member, deadline.Token);
        await connections.ExecuteAsync(member, [RespCommand.Of("SAVE")], deadline.Token);
        servers.Of(member).Kill();
        File.Delete(Path.Combine(servers.Of(member).Folder, "nodes.conf"));
        servers.Of(member).Restart();
        await servers.Of(member).WaitUntilListeningAsync(deadline.Token);
        var loads = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var former = new ClusterFormer(connections, servers.Desired, new FormerOptions
        {
            Waiting = reason =>
            {
                if (reason.Contains($"{member.Name} still loads its data")) loads.TrySetResult();
            },
        });

        var forming = former.FormAsync(deadline.Token);
        await Task.WhenAny(loads.Task, forming);
        Assert.True(loads.Task.IsCompleted, "it didn't wait");
        await connections.ExecuteAsync(
            member, [RespCommand.Of("CONFIG", "SET", "key-load-delay", "0")], deadline.Token);

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => forming);
        var found = Assert.Single(refused.Diagnostics);
        Assert.Equal("RI3013", found.Code);
        Assert.Contains(member.Name, found.Where);
    }

    /// <summary>A master refuses writes for its first two seconds.</summary>
    private static async Task FillAsync(
        ClusterConnections connections, RedisInfra.Model.Topology.Member member,
        CancellationToken cancellationToken)
    {
        var fill = RespCommand.Of("DEBUG", "POPULATE", "2000");
        while (true)
        {
            try
            {
                await connections.ExecuteAsync(member, [RespCommand.Of("SET", "first", "1")], cancellationToken);
                await connections.ExecuteAsync(member, [fill], cancellationToken);
                return;
            }
            catch (RedisErrorException exception) when (exception.Code == "CLUSTERDOWN")
            {
                await Task.Delay(50, cancellationToken);
            }
        }
    }
}

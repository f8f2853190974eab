using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Formation;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Formation;

/// <summary>What must not be formed. After each refusal the servers are as they were.</summary>
public sealed class RefuseTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(120));
    private RedisServers _servers = null!;
    private ClusterConnections _connections = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(3, 0);
        _connections = _servers.Connect();
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task FormAsync_AMemberHoldsKeys_RefusedAndTheKeysStay()
    {
        var member = _servers.Members[1];
        // A node that owns no slots takes no keys, so one that has keys owns theirs.
        await SendAsync(member, ["CLUSTER", "ADDSLOTS", "5061"],
            ["CONFIG", "SET", "cluster-require-full-coverage", "no"]);
        await UntilAsync(member, "SET", "bar", "value");

        await AssertRefusedAsync("RI3013", "cache-1-0", "1 key(s)");

        Assert.Equal("value", (await SendAsync(member, ["GET", "bar"]))[0].Text);
        Assert.All((await ObserveAsync()).Live, view => Assert.Single(view.Records));
    }

    [Fact]
    public async Task FormAsync_AMemberBelongsToAnotherCluster_Refused()
    {
        await using var others = await RedisServers.StartAsync(3, 0);
        await using var connections = others.Connect();
        await new ClusterFormer(connections, others.Desired).FormAsync(_deadline.Token);
        var stolen = others.Members[0];
        var desired = DesiredCluster.Of("cache", [_servers.Members[0], _servers.Members[1],
            _servers.Members[2] with { Host = stolen.Host, Port = stolen.Port }]);
        await using var mixed = _servers.Connect();

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterFormer(mixed, desired).FormAsync(_deadline.Token));

        Assert.Contains(refused.Diagnostics, diagnostic => diagnostic.Code == "RI3011");
        Assert.Equal(3, (await connections.ObserveAsync(others.Desired, _deadline.Token)).Live.First().Records.Length);
    }

    [Fact]
    public async Task FormAsync_TwoMembersOneServer_Refused()
    {
        var members = _servers.Members;
        var desired = DesiredCluster.Of("cache",
            [members[0], members[1], members[2] with { Host = "localhost", Port = members[0].Port }]);
        await using var connections = _servers.Connect();

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterFormer(connections, desired).FormAsync(_deadline.Token));

        Assert.Equal("RI3010", Assert.Single(refused.Diagnostics).Code);
    }

    [Fact]
    public async Task FormAsync_NotClusterEnabled_Refused()
    {
        string folder = Directory.CreateTempSubdirectory("redisinfra-test-").FullName;
        int port = FreePorts.Next();
        using var single = RedisServer.Start(folder, port, "--port", $"{port}", "--bind", "127.0.0.1", "--save", "",
            "--logfile", "log");
        await single.WaitUntilListeningAsync(_deadline.Token);
        var members = _servers.Members;
        var desired = DesiredCluster.Of("cache", [members[0], members[1], members[2] with { Port = port }]);
        await using var connections = _servers.Connect();

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterFormer(connections, desired).FormAsync(_deadline.Token));

        Assert.Equal("RI3003", Assert.Single(refused.Diagnostics).Code);
        single.Kill();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task FormAsync_WrongPassword_RefusedForEveryMemberAtOnceWithoutShowingIt()
    {
        foreach (var member in _servers.Members)
            await SendAsync(member, ["CONFIG", "SET", "requirepass", "right-password"]);
        await using var connections = _servers.Connect(new ClusterAccess { Password = "wrong-password" });

        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterFormer(connections, _servers.Desired).FormAsync(_deadline.Token));

        Assert.Equal(["RI3002", "RI3002", "RI3002"], refused.Diagnostics.Select(diagnostic => diagnostic.Code));
        Assert.DoesNotContain("wrong-password", refused.ToString());
    }

    [Fact]
    public async Task FormAsync_AMemberIsDown_FailsAfterTheDeadlineAndSaysWhich()
    {
        _servers.Servers[2].Kill();
        var options = new FormerOptions { Timeout = TimeSpan.FromSeconds(1) };

        var failed = await Assert.ThrowsAsync<FormationFailedException>(
            () => new ClusterFormer(_connections, _servers.Desired, options).FormAsync(_deadline.Token));

        Assert.Contains("RI3020", failed.Message);
        Assert.Contains("cache-2-0 can't be reached", failed.Message);
        Assert.Contains("Nothing was changed", failed.Message);
        Assert.Contains("Running again continues", failed.Message);
    }

    [Fact]
    public async Task FormAsync_SlotsOfAnotherLayoutButNoData_FormsAroundThem()
    {
        await SendAsync(_servers.Members[0], ["CLUSTER", "ADDSLOTSRANGE", "0", "99"]);
        await SendAsync(_servers.Members[2], ["CLUSTER", "ADDSLOTSRANGE", "100", "199"]);

        var outcome = await new ClusterFormer(_connections, _servers.Desired).FormAsync(_deadline.Token);

        Assert.True(outcome.IsResumed);
        Assert.Equal("0-5460", outcome.Observed.Of(_servers.Members[0])!.Self.Slots.Except(
            RedisInfra.Model.Slots.SlotSet.Empty).Union(RedisInfra.Model.Slots.SlotSet.Parse("100-199")).ToString());
        Assert.Contains(outcome.Differences, difference => difference.Code == "RI3031");
    }

    private async Task AssertRefusedAsync(string code, params string[] words)
    {
        var refused = await Assert.ThrowsAsync<DiagnosticException>(
            () => new ClusterFormer(_connections, _servers.Desired).FormAsync(_deadline.Token));
        var found = Assert.Single(refused.Diagnostics);
        Assert.Equal(code, found.Code);
        Assert.All(words, word => Assert.Contains(word, found.ToString()));
    }

    private Task<RedisInfra.Model.Observation.ObservedCluster> ObserveAsync() =>
        _connections.ObserveAsync(_servers.Desired, _deadline.Token);

    private Task<RespValue[]> SendAsync(Member member, params string[][] commands) =>
        _connections.ExecuteAsync(member, [.. commands.Select(words => RespCommand.Of(words))], _deadline.Token);

    /// <summary>A new master refuses writes for its first two seconds.</summary>
    private async Task UntilAsync(Member member, params string[] words)
    {
        while (true)
        {
            try
            {
                await SendAsync(member, words);
                return;
            }
            catch (RedisErrorException exception) when (exception.Code == "CLUSTERDOWN")
            {
                await Task.Delay(50, _deadline.Token);
            }
        }
    }
}

using Redis.Tests.Servers;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Resp;
using RedisInfra.Model.Observation;
using RedisInfra.Model.Topology;

namespace Redis.Tests.Commands;

/// <summary><c>redisinfra cluster …</c> as a user runs it, on servers that nothing else knows of.</summary>
public sealed class ClusterCommandTests : IAsyncLifetime
{
    private const string Password = "a-long-password";
    private const int Keys = 500;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(180));
    private RedisServers _servers = null!;
    private ClusterConnections _connections = null!;

    public async Task InitializeAsync()
    {
        _servers = await RedisServers.StartAsync(4, 1, "--requirepass", Password, "--masterauth", Password);
        _connections = _servers.Connect(new ClusterAccess { Password = Password });
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task CreateCheckDrainRebalance_TheWholeLife()
    {
        string all = string.Join(',',
            _servers.Members.OrderBy(member => member.Index).Select(member => member.Endpoint));
        string first = _servers.Members[0].Endpoint;
        var (master, replica) = (Of(3, 0), Of(3, 1));

        var created = await RunAsync("create", "--nodes", all, "--replicas", "1", "--yes");
        await WriteAsync();
        var check = await RunAsync("check", "--nodes", first, "--json");
        var plan = await RunAsync("plan", "--nodes", first, "--leaving", master.Endpoint, "--json");
        var markdown = await RunAsync("plan", "--nodes", first, "--leaving", master.Endpoint, "--markdown");
        var dry = await RunAsync("drain", "--nodes", first, "--leaving", master.Endpoint, "--dry-run");
        var drained = await RunAsync("drain", "--nodes", first, "--leaving", master.Endpoint, "--yes", "--json");
        var again = await RunAsync("drain", "--nodes", first, "--leaving", master.Endpoint, "--yes");

        Assert.Equal((0, 0, 0, 0, 0), (created.ExitCode, check.ExitCode, plan.ExitCode, dry.ExitCode,
            markdown.ExitCode));
        Assert.True(check.Json.GetProperty("ok").GetBoolean(), check.Out);
        Assert.Equal(4096, plan.Json.GetProperty("slots").GetInt32());
        Assert.Contains("| from |", markdown.Out, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("4,096 slots", dry.Out);
        Assert.True(drained.ExitCode == 0, drained.Error);
        // What was planned is what was done.
        var outcome = drained.Json.GetProperty("outcome");
        Assert.Equal(plan.Json.GetProperty("keys").GetInt64(), outcome.GetProperty("keys").GetInt64());
        Assert.Equal(4096, outcome.GetProperty("slots").GetInt32());
        Assert.True(again.ExitCode == 0, again.Error);
        foreach (var gone in new[] { master, replica })
        {
            var view = await ViewAsync(gone);
            Assert.True(view is { Records.Length: 1, KeyCount: 0 });
        }
        Assert.All(await ViewsAsync(member => member.Shard < 3), view => Assert.Equal(6, view.Records.Length));
        Assert.Equal(Keys, await CountAsync());

        foreach (var member in new[] { master, replica })
            await SendAsync(_servers.Members[0], "CLUSTER", "MEET", "127.0.0.1", $"{member.Port}");
        // The command finds those that are known.
        while ((await ViewsAsync(_ => true)).Any(view => view.Records.Count(record => !record.IsHandshake) < 8))
            await Task.Delay(50, _deadline.Token);
        var rebalanced = await RunAsync("rebalance", "--nodes", first, "--yes", "--json");
        var balanced = await RunAsync("rebalance", "--nodes", first, "--yes");

        // The replica's node came back as a master as well: five masters share the slots.
        Assert.True(rebalanced.ExitCode == 0, rebalanced.Error);
        Assert.Contains("balanced", balanced.Out);
        Assert.Equal(5, (await ViewsAsync(_ => true)).Count(view => !view.Self.Slots.IsEmpty));
        Assert.Equal(Keys, await CountAsync());
    }

    [Fact]
    public async Task AnyCommand_BadInput_RefusedAtOnceWithEverythingThatIsWrong()
    {
        var result = await RunAsync("drain", "--nodes", "127.0.0.1:nowhere", "--budget-ms", "0", "--method", "magic");

        Assert.Equal(2, result.ExitCode);
        string[] codes = ["RI6031", "RI6030", "RI6037"];
        Assert.All(codes, code => Assert.Contains(code, result.Error));
    }

    [Fact]
    public async Task Rebalance_WrongPassword_RefusedAsOneDocument()
    {
        var result = await CommandLine.RunAsync(_deadline.Token, "cluster", "rebalance", "--nodes",
            _servers.Members[0].Endpoint, "--password", "wrong-password", "--yes", "--json");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("RI3002", result.Json.GetProperty("diagnostics")[0].GetProperty("code").GetString());
        Assert.DoesNotContain("wrong-password", result.Out + result.Error);
    }

    private Task<CommandLine> RunAsync(params string[] arguments) =>
        CommandLine.RunAsync(_deadline.Token, ["cluster", .. arguments, "--password", Password]);

    private Member Of(int shard, int index) =>
        _servers.Members.Single(member => member.Shard == shard && member.Index == index);

    private async Task WriteAsync()
    {
        for (int i = 0; i < Keys; i++)
        {
            string key = $"key:{i}";
            var owner = (await OwnersAsync()).Single(view => view.Self.Slots.Contains(
                RedisInfra.Model.Slots.KeySlot.Of(key))).Member;
            while ((await SendAsync(owner, "SET", key, key)).IsError) await Task.Delay(50, _deadline.Token);
        }
    }

    private IReadOnlyList<NodeView.Live>? _owners;

    private async Task<IReadOnlyList<NodeView.Live>> OwnersAsync() =>
        _owners ??= [.. (await ViewsAsync(_ => true)).Where(view => !view.Self.Slots.IsEmpty)];

    private async Task<long> CountAsync() =>
        (await ViewsAsync(_ => true)).Where(view => view.Self.IsMaster).Sum(view => view.KeyCount);

    private async Task<NodeView.Live> ViewAsync(Member member) =>
        Assert.IsType<NodeView.Live>(await _connections.ObserveAsync(member, _deadline.Token));

    private async Task<IReadOnlyList<NodeView.Live>> ViewsAsync(Func<Member, bool> which) =>
        await Task.WhenAll(_servers.Members.Where(which).Select(ViewAsync));

    private async Task<RespValue> SendAsync(Member member, params string[] words) =>
        (await _connections.SendAsync(member, [RespCommand.Of(words)], default, _deadline.Token))[0];
}

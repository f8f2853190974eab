using System.Collections.Immutable;
using Pulumi;
using Pulumi.Experimental;
using Pulumi.Experimental.Provider;
using RedisInfra.Provider;
using RedisInfra.Provider.Reach;

namespace Redis.Tests.Sentinel;

/// <summary>SentinelDrain and SentinelTopology against real servers, as an engine calls them.</summary>
public sealed class SentinelTopologyTests : IAsyncLifetime
{
    private static readonly Urn s_topology = new("urn:pulumi:dev::redis::redisinfra:index:SentinelTopology::cache");
    private static readonly Urn s_drain = new("urn:pulumi:dev::redis::redisinfra:index:SentinelDrain::cache");
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(400));
    private readonly Lines _engine = new();
    private readonly LooseServers _set = new();
    private readonly RedisInfraProvider _provider;

    public SentinelTopologyTests() => _provider = new RedisInfraProvider(_engine, new ProviderEnvironment(
        false, TimeProvider.System, KubernetesPods.OpenAsync, CancellationToken.None)
    {
        Plans = new PlanMemory(TimeProvider.System, Path.Combine(_set.Folder, "plans")),
    });

    public Task InitializeAsync() => _set.StartAsync(3, 3, _deadline.Token);

    public async Task DisposeAsync()
    {
        await _set.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Create_LooseServers_FormsThemAndTheNextOneFindsThemAsDeclared()
    {
        await _set.AskAsync(_set.Servers[1], _deadline.Token, "SET", "key", "value");
        await CreateAsync(_set.Inputs(2), preview: true);
        var formed = await CreateAsync(_set.Inputs(2));
        var adopted = await CreateAsync(_set.Inputs(2));
        var read = await _provider.Read(
            new ReadRequest(s_topology, formed.Id!, formed.Outputs!.ToImmutableDictionary(), _set.Inputs(2)),
            _deadline.Token);

        Assert.StartsWith("Sentinel set \"cache\":\ndata-0 becomes a replica of data-1\n", _engine.Kept[0]);
        Assert.Contains("sentinel-2 begins to watch data-1, quorum 2", _engine.Kept[0]);
        Assert.Contains("sentinel-0 is given the password of the servers", _engine.Kept[0]);
        Assert.StartsWith("Sentinel set \"cache\" formed in ", _engine.Kept[1]);
        Assert.Equal("Sentinel set \"cache\" found as declared: master data-1, 2 replicas, 3 Sentinels that agree, "
            + "quorum 2", _engine.Kept[2]);
        Assert.Equal("cache", formed.Id);
        Assert.Equal(new PropertyValue("data-1"), adopted.Outputs!["master"]);
        Assert.Equal(new PropertyValue("ok"), read.Outputs!["state"]);
        Assert.DoesNotContain(LooseServers.Password, string.Join('\n', _engine.Kept));
    }

    /// <summary>The master is among those who go, and so is one of the first Sentinels.</summary>
    [Fact]
    public async Task Update_ThreeToFiveToThree_LosesNoWriteAndLeavesNothingStale()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token);
        var small = _set.Inputs(2);
        await CreateAsync(small);
        var writing = new SetWriter(_set).RunAsync(stop.Token);

        await _set.StartAsync(2, 2, _deadline.Token);
        var big = _set.Inputs(3);
        await UpdateAsync(s_drain, small, big);
        await UpdateAsync(s_topology, small, big);
        var grown = await _set.LookAsync(_deadline.Token);
        var smaller = _set.Inputs(2, withoutServers: [0, 4], withoutSentinels: [0, 4]);
        await UpdateAsync(s_drain, big, smaller, preview: true);
        await UpdateAsync(s_drain, big, smaller);
        foreach (int gone in (int[])[0, 4])
        {
            _set.Servers[gone].Kill();
            _set.Sentinels[gone].Kill();
        }
        await UpdateAsync(s_topology, big, smaller);
        await stop.CancelAsync();
        var (acknowledged, failed, slowest) = await writing;

        Assert.Null(failed);
        Assert.True(acknowledged > 0, "nothing was written");
        Assert.Equal((5, 5), (grown.Answering.Count(), grown.Watching.Count()));
        Assert.All(grown.Watching,
            one => Assert.Equal((3, 4, 4), (one.Quorum, one.Sentinels.Length, one.Replicas.Length)));
        string preview = _engine.Kept.First(line => line.Contains("data-0 hands mastership over"));
        Assert.Contains("all Sentinels hear that data-4 isn't to be promoted", preview);
        Assert.Contains("sentinel-0 stops watching", preview);
        var now = await _set.LookAsync(_deadline.Token);
        Assert.Equal((3, 3), (now.Answering.Count(), now.Watching.Count()));
        Assert.All(now.Watching,
            one => Assert.Equal((2, 2, 2), (one.Quorum, one.Sentinels.Length, one.Replicas.Length)));
        var kept = await _set.Nodes.AskServerAsync(now.Master!.Endpoint, _deadline.Token, "DBSIZE");
        Assert.InRange(kept.Integer, acknowledged, acknowledged + 1); // the last one's reply may be lost
        Assert.True(slowest < TimeSpan.FromSeconds(20), $"a write took {slowest.TotalSeconds:0.0} s");
    }

    /// <summary>Pods that went without a drain: they are forgotten all the same.</summary>
    [Fact]
    public async Task Update_TheMasterAndASentinelDied_AFailoverIsWaitedForAndTheyAreForgotten()
    {
        await _set.StartAsync(1, 2, _deadline.Token);
        var before = _set.Inputs(3);
        await CreateAsync(before);
        _set.Servers[0].Kill();
        _set.Sentinels[3].Kill();
        _set.Sentinels[4].Kill();

        await UpdateAsync(s_topology, before, _set.Inputs(2, withoutServers: [0], withoutSentinels: [3, 4]));

        var now = await _set.LookAsync(_deadline.Token);
        Assert.All(now.Watching, one => Assert.Equal((2, 2), (one.Sentinels.Length, one.Replicas.Length)));
        Assert.Contains("set right in", _engine.Kept[^1]);
    }

    [Fact]
    public async Task Create_WhatMustNotBeTouched_IsRefusedAndNotTouched()
    {
        await _set.AskAsync(_set.Servers[0], _deadline.Token, "SET", "key", "0");
        await _set.AskAsync(_set.Servers[1], _deadline.Token, "SET", "key", "1");
        var two = await RefusedAsync(_set.Inputs(2));
        await _set.AskAsync(_set.Servers[1], _deadline.Token, "FLUSHALL");
        var password = await RefusedAsync(
            _set.Inputs(2).SetItem("password", new PropertyValue("not-the-password").WithSecret(true)));
        await _set.StartAsync(1, 0, _deadline.Token);
        await _set.Nodes.AskSentinelAsync(LooseServers.At(_set.Sentinels[1]), _deadline.Token, "SENTINEL", "MONITOR",
            LooseServers.Name, "127.0.0.1", $"{_set.Servers[3].Port}", "2");
        var foreign = await RefusedAsync(_set.Inputs(2, withoutServers: [3]));
        await _set.Nodes.AskSentinelAsync(
            LooseServers.At(_set.Sentinels[1]), _deadline.Token, "SENTINEL", "REMOVE", LooseServers.Name);
        await CreateAsync(_set.Inputs(2));
        var undeclared = await RefusedAsync(_set.Inputs(2, withoutServers: [3]));

        Assert.Contains("RI3534 Sentinel set \"cache\": ", two);
        Assert.Contains("RI3533 server ", password);
        Assert.DoesNotContain("not-the-password", password);
        Assert.Contains("RI3532 sentinel ", foreign);
        Assert.Contains("RI3536 server ", undeclared);
        // The first one's key is still there, and those who follow it have it too.
        var kept = await _set.Nodes.AskServerAsync(LooseServers.At(_set.Servers[1]), _deadline.Token, "GET", "key");
        Assert.Equal("0", kept.Text);
    }

    private async Task<string> RefusedAsync(ImmutableDictionary<string, PropertyValue> inputs)
    {
        await CreateAsync(inputs, preview: true); // only warns
        return (await Assert.ThrowsAnyAsync<Exception>(() => CreateAsync(inputs))).Message;
    }

    private Task<CreateResponse> CreateAsync(
        ImmutableDictionary<string, PropertyValue> inputs, bool preview = false) => _provider.Create(
        new CreateRequest(s_topology, inputs, TimeSpan.Zero, preview), _deadline.Token);

    private Task<UpdateResponse> UpdateAsync(Urn urn, ImmutableDictionary<string, PropertyValue> old,
        ImmutableDictionary<string, PropertyValue> young, bool preview = false) => _provider.Update(
        new UpdateRequest(urn, "cache", old, young, TimeSpan.Zero, [], preview, old), _deadline.Token);

    private sealed class Lines : IEngine
    {
        public List<string> Kept { get; } = [];

        public Task LogAsync(LogRequest message)
        {
            lock (Kept)
                if (!message.Ephemeral) Kept.Add(message.Message);
            return Task.CompletedTask;
        }

        public Task RequirePulumiVersionAsync(string pulumiVersionRange) => Task.CompletedTask;
    }
}

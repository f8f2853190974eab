using RedisInfra.Admin.Ring;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>What <c>ring verify</c> and <c>ring plan</c> see at servers that a real nutcracker wrote to.</summary>
public sealed class RingVerifyTests : IAsyncLifetime
{
    private const int Keys = 400;
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(240));
    private PlainServers _servers = null!;
    private RingPool _old = null!;
    private RingPool _young = null!;

    public async Task InitializeAsync()
    {
        _servers = await PlainServers.StartAsync(3, _deadline.Token);
        (_old, _young) = (_servers.Pool(2), _servers.Pool(3));
        using var proxy = await Nutcracker.StartAsync(_servers.Folder, _deadline.Token, _old);
        await using var client = await Nutcracker.ConnectAsync(_old, _deadline.Token);
        for (int i = 0; i < Keys; i++)
            await client.ExecuteAsync(_deadline.Token, "SET", $"user:{i}", $"{i}");
    }

    public async Task DisposeAsync()
    {
        await _servers.DisposeAsync();
        _deadline.Dispose();
    }

    [Fact]
    public async Task Run_WhatNutcrackerWrote_IsAllRight()
    {
        var reports = await VerifyAsync(_old, _old);

        Assert.Equal(Keys, reports.Sum(report => report.Keys));
        Assert.All(reports, report => Assert.True(report is { Keys: > 0, Wrong: 0, Twice: 0 }));
    }

    [Fact]
    public async Task Run_AKeyOnAWrongServer_IsFoundAndSoIsOneThatIsTwice()
    {
        var ring = new KeyRing(_old);
        string lost = Enumerable.Range(0, 100).Select(i => $"lost:{i}").First(key => ring.Of(key).Name == "cache-0");
        string twice = Enumerable.Range(0, Keys).Select(i => $"user:{i}").First(key => ring.Of(key).Name == "cache-0");
        await _servers.SendAsync(1, _deadline.Token, "SET", lost, "x");
        await _servers.SendAsync(1, _deadline.Token, "SET", twice, "stale");

        var reports = await VerifyAsync(_old, _old);

        Assert.Equal((0, 0), (reports[0].Wrong, reports[0].Twice));
        Assert.Equal((2, 1), (reports[1].Wrong, reports[1].Twice));
        Assert.Equal([(lost, "cache-0", false), (twice, "cache-0", true)], reports[1].Samples
            .Select(key => (key.Key, key.Owner.Name, key.IsTwice)).OrderBy(key => key.IsTwice));
    }

    [Fact]
    public async Task Run_AServerThatLeft_IsLookedAtAsWell()
    {
        await _servers.SendAsync(2, _deadline.Token, "SET", "left", "x");

        var reports = await VerifyAsync(_young, _old);

        Assert.Equal((1, 1, 0), (reports[2].Keys, reports[2].Wrong, reports[2].Twice));
        Assert.Equal("left", Assert.Single(reports[2].Samples).Key);
    }

    /// <summary>What is planned is what is then at a wrong server, by servers and in all.</summary>
    [Fact]
    public async Task Read_AServerThatJoins_CountsExactlyTheKeysThatTheNewRingHasElsewhere()
    {
        var change = RingChange.Of(_old, _young);
        var (old, young) = (new KeyRing(_old), new KeyRing(_young));
        var keys = Enumerable.Range(0, Keys).Select(i => $"user:{i}").ToList();

        var load = await RingReader.ReadAsync(_servers.Nodes, change, _deadline.Token);
        var reports = await VerifyAsync(_old, _young);

        Assert.Equal(Keys, load.TotalKeys);
        Assert.All(load.Strays, strays => Assert.Equal(0, strays));
        for (int from = 0; from < 2; from++)
        {
            int moving = keys.Count(key => old.Of(key).Name == $"cache-{from}" && young.Of(key).Name == "cache-2");
            Assert.Equal(moving, load.Moves.GetValueOrDefault((from, 2)));
            Assert.Equal(moving, reports[from].Wrong);
        }
        Assert.True(load.Moves.Values.Sum() > 0);
    }

    [Fact]
    public async Task Run_ServersThatCanNotBeOfARing_RefusedAllAtOnce()
    {
        await _servers.SendAsync(1, _deadline.Token, "REPLICAOF", "127.0.0.1", $"{_servers.Servers[0].Port}");
        var (first, second) = (_old.Servers[0], _old.Servers[1]);
        var pool = _old with
        {
            Servers = [first, second, new RingServer("gone", "127.0.0.1", 1, 1),
                new RingServer("twin", "localhost", first.Port, 1)],
        };

        var refused = await Assert.ThrowsAsync<DiagnosticException>(() => VerifyAsync(pool, pool));

        Assert.Equal(["RI3432", "RI3433", "RI3438"],
            refused.Diagnostics.Select(found => found.Code).Order(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<RingServerReport>> VerifyAsync(RingPool from, RingPool to) =>
        [.. (await new RingVerifier(_servers.Nodes, RingChange.Of(from, to)).RunAsync(_deadline.Token))
            .OrderBy(report => report.Member.Name, StringComparer.Ordinal)];
}

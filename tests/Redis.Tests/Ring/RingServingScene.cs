using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>
/// A pool as a deployment has it: its proxies stay, and ask the servers. Clients write through them; servers of a
/// larger ring stand already.
/// </summary>
public abstract class RingServingScene : IAsyncLifetime
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(10));

    protected PlainServers Servers { get; private set; } = null!;

    protected FencedProxies Proxies { get; private set; } = null!;

    protected RingWriters Writers { get; private set; } = null!;

    /// <summary>The ring that is served at first.</summary>
    protected RingPool Small { get; private set; } = null!;

    /// <summary>The ring of all servers.</summary>
    protected RingPool Large { get; private set; } = null!;

    protected CancellationToken Token => _deadline.Token;

    public abstract Task InitializeAsync();

    public async Task DisposeAsync()
    {
        Proxies?.Dispose();
        if (Servers is not null) await Servers.DisposeAsync();
        _deadline.Dispose();
    }

    protected async Task BeginAsync(int small, int large, bool keepsKeys)
    {
        Servers = await PlainServers.StartAsync(large, Token, new PlainServerOptions { KeepsKeys = keepsKeys });
        (Small, Large) = (Servers.Pool(small), Servers.Pool(large));
        Proxies = new FencedProxies(Servers, Small);
        await RunAsync(Small, new DirectReach());
        await Proxies.StartAsync(Token);
        Writers = new RingWriters(() => Proxies.Current);
    }

    protected async Task KilledAsync(RingPool next, int writes)
    {
        try
        {
            await RunAsync(next, new CutReach(writes));
        }
        catch (Exception exception) when (exception is IOException or RingMoveStoppedException
            or RedisInfra.Admin.Resp.RedisConnectionException or OperationCanceledException
            || (exception is DiagnosticException found && found.Diagnostics.All(one => one.Code == "RI3432")))
        {
            // Killed.
        }
    }

    protected async Task<RingView> LookAsync(RingPool target)
    {
        await using var nodes = new ClusterConnections(new DirectReach(), new ClusterAccess());
        return await new RingServing(nodes, nodes.Reach, "pool \"cache\"", target)
            .LookAsync(Large.Servers, null, Token);
    }

    protected async Task<IReadOnlyList<RingMoveOutcome>> RunAsync(
        RingPool target, IMemberReach reach, RingPool? assumed = null, string? expected = null)
    {
        await using var nodes = new ClusterConnections(reach, new ClusterAccess());
        var serving = new RingServing(nodes, reach, "pool \"cache\"", target);
        var view = await serving.LookAsync(Large.Servers, assumed, Token);
        return await serving.RunAsync(view, Proxies, new RingMoveOptions { ExpectedFingerprint = expected }, Token);
    }

    protected async Task AssertServedAsync(RingPool ring)
    {
        var fence = await Proxies.ReadAsync(Token);
        Assert.True(fence is { IsClosed: false, Other: null } && RingCourse.Same(fence.Ring, ring), $"{fence}");
        Assert.True(Proxies.Serves);
        Assert.Empty((await LookAsync(ring)).Steps);
    }

    protected async Task AssertAllAsync(RingPool ring)
    {
        await using (var client = await Nutcracker.ConnectAsync(Proxies.Current, Token))
            await Writers.AssertAllAsync(client, Token);
        var reports = await new RingVerifier(Servers.Nodes, RingChange.Of(Large, ring)).RunAsync(Token);
        Assert.Equal(0, reports.Sum(report => report.Wrong));
    }
}

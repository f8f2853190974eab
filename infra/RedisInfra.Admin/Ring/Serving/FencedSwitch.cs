using System.Collections.Immutable;
using RedisInfra.Admin.Cluster;
using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Ring;
using RedisInfra.Model.Topology;

namespace RedisInfra.Admin.Ring.Serving;

/// <summary>
/// Switches proxies that stay: the servers say first what holds from now on, so also a proxy that starts in between
/// does what they say.
/// </summary>
internal sealed class FencedSwitch(
    INodes nodes, IRingProxies proxies, ImmutableArray<Member> members, RingPool from, RingPool to) : IRingSwitch
{
    /// <summary>Whether it couldn't be said of each old proxy that it has stopped. No key counts at the new ring then.
    /// </summary>
    public bool HasFailedToStop { get; private set; }

    /// <summary>From here on no proxy begins to serve; those that serve go on.</summary>
    public async Task AnnounceStopAsync(CancellationToken cancellationToken)
    {
        var last = await RingFences.ReadAsync(to.Name, nodes, members, cancellationToken);
        await RingFences.SayAsync(nodes, members, last, isClosed: true, from, to, cancellationToken);
    }

    public async Task StopOldAsync(CancellationToken cancellationToken)
    {
        var last = await RingFences.ReadAsync(to.Name, nodes, members, cancellationToken);
        // A run that continues after the switch must not take the new ring away from clients.
        if (last is { IsClosed: false, Other: not null } && RingCourse.Same(last.Ring, to)) return;
        if (last is not { IsClosed: true }) await AnnounceStopAsync(cancellationToken);
        try
        {
            await proxies.StopAsync(cancellationToken);
        }
        catch
        {
            HasFailedToStop = true;
            throw;
        }
    }

    public Task StartNewAsync(CancellationToken cancellationToken) => OpenAsync(to, from, cancellationToken);

    /// <summary>
    /// After a run that ended between stopping and the switch: proxies serve the old ring until all is copied again.
    /// </summary>
    public async Task ReopenOldAsync(CancellationToken cancellationToken)
    {
        var last = await RingFences.ReadAsync(to.Name, nodes, members, cancellationToken);
        if (last is { IsClosed: true }) await OpenAsync(from, to, cancellationToken);
    }

    private async Task OpenAsync(RingPool ring, RingPool other, CancellationToken cancellationToken)
    {
        var last = await RingFences.ReadAsync(to.Name, nodes, members, cancellationToken);
        await RingFences.SayAsync(nodes, members, last, isClosed: false, ring, other, cancellationToken);
        await proxies.StartAsync(cancellationToken);
    }
}

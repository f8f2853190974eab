using Redis.Tests.Servers;
using RedisInfra.Admin.Ring.Serving;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>A proxy that serves what the servers say, always at the same address, as the pods' script does.</summary>
public sealed class FencedProxies(PlainServers servers, RingPool first) : IRingProxies, IDisposable
{
    private readonly string _listen = $"127.0.0.1:{FreePorts.Next()}";
    private readonly SemaphoreSlim _one = new(1, 1);
    private Nutcracker? _proxy;

    /// <summary>What clients connect to.</summary>
    public RingPool Current => first with { Listen = _listen };

    /// <summary>Of the next calls, so many fail.</summary>
    public int Failures { get; set; }

    /// <summary>Whether one serves.</summary>
    public bool Serves => _proxy is not null;

    public Task StopAsync(CancellationToken cancellationToken) => AgainAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => AgainAsync(cancellationToken);

    /// <summary>What servers say; of those that disagree the newest.</summary>
    public async Task<RingFence?> ReadAsync(CancellationToken cancellationToken)
    {
        var found = new List<RingFence?>();
        for (int i = 0; i < servers.Servers.Count; i++)
        {
            var reply = await servers.SendAsync(i, cancellationToken, "GET", RingFence.Key);
            found.Add(reply.IsNull ? null : RingFenceText.Read(first.Name, reply.Text));
        }

        return found.OfType<RingFence>().MaxBy(fence => fence.Generation);
    }

    public async Task AgainAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (Failures-- > 0) throw new IOException("the pod isn't there");
            _proxy?.Dispose();
            _proxy = null;
            var fence = await ReadAsync(cancellationToken);
            if (fence is { IsClosed: true }) return;
            var ring = (fence?.Ring ?? first) with { Listen = _listen, TimeoutMs = 5000 };
            _proxy = await Nutcracker.StartAsync(servers.Folder, cancellationToken, ring);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _proxy?.Dispose();
        _one.Dispose();
    }
}

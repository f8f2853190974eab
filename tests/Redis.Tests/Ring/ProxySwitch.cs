using RedisInfra.Admin.Ring.Moving;
using RedisInfra.Model.Ring;

namespace Redis.Tests.Ring;

/// <summary>A proxy of each ring, of which clients reach one.</summary>
public sealed class ProxySwitch(string folder) : IRingSwitch, IDisposable
{
    private Nutcracker? _old;
    private Nutcracker? _young;
    private RingPool? _next;
    private Task _returning = Task.CompletedTask;

    /// <summary>The pool that clients are led to.</summary>
    public RingPool Current { get; private set; } = null!;

    public int Stops { get; private set; }

    /// <summary>Told when the old proxy has ended, and when the new one is about to get clients.</summary>
    public Action<string>? Told { get; set; }

    public async Task ServeAsync(RingPool pool, CancellationToken cancellationToken)
    {
        _old = await Nutcracker.StartAsync(folder, cancellationToken, pool);
        Current = pool;
    }

    /// <summary>The next ring's proxy is ready before anything moves.</summary>
    public async Task PrepareAsync(RingPool next, CancellationToken cancellationToken) =>
        (_young, _next) = (await Nutcracker.StartAsync(folder, cancellationToken, next), next);

    /// <summary>The move is over.</summary>
    public void Settle() => (_old, _young, _next) = (_young, null, null);

    /// <summary>A proxy that serves dies, and comes back; whoever stops it waits for that.</summary>
    public void KillOld(CancellationToken cancellationToken)
    {
        _old!.Dispose();
        _returning = ServeAsync(Current, cancellationToken);
    }

    public async Task StopOldAsync(CancellationToken cancellationToken)
    {
        Stops++;
        await _returning.WaitAsync(cancellationToken);
        _old?.Dispose();
        _old = null;
        Told?.Invoke("old stopped");
    }

    public Task StartNewAsync(CancellationToken cancellationToken)
    {
        Told?.Invoke("starting new");
        Current = _next!;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _old?.Dispose();
        _young?.Dispose();
    }
}

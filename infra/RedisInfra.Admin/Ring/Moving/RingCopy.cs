using RedisInfra.Admin.Cluster;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// Copies what servers give while clients change it, until nothing is left to carry over and nobody writes any more.
/// </summary>
internal sealed class RingCopy : IAsyncDisposable
{
    /// <summary>So few changed keys are carried over in a moment.</summary>
    private const int QuietKeys = 300;
    private const int MaxLastRounds = 1000;

    /// <summary>A round as short as this is followed by one that is as short.</summary>
    private static readonly TimeSpan s_shortRound = TimeSpan.FromMilliseconds(200);

    /// <summary>Long enough to stop proxies meanwhile, and no longer when this process is killed.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private readonly RingContext _context;
    private readonly RingClaim _claim;
    private readonly List<RingCarrier> _carriers;
    private readonly List<RingTracker> _trackers = [];
    private readonly RingPause _pause;

    public RingCopy(RingContext context, RingClaim claim)
    {
        (_context, _claim) = (context, claim);
        var shares = context.Change.Shares();
        var gives = shares.Select(share => share.Old).Distinct().Order().ToList();
        _carriers = [.. gives.Select(server => new RingCarrier(context, server))];
        _pause = new RingPause(context, [.. gives.Zip(_carriers)
            .Where(one => shares.All(share => share.Young != one.First)).Select(one => one.Second)]);
    }

    /// <summary>When writers began to wait; null before.</summary>
    public long? WaitingSince { get; private set; }

    /// <summary>Copies everything, with clients that go on.</summary>
    public async Task CopyAsync(IMemberReach reach, CancellationToken cancellationToken)
    {
        foreach (var carrier in _carriers)
        {
            _trackers.Add(await RingTracker.StartAsync(
                _claim, reach, carrier.Server, _claim.Name, carrier.Changed, cancellationToken));
        }
        _context.Tally.Step("copying");
        await Task.WhenAll(_carriers.Select(carrier => carrier.CopyAllAsync(cancellationToken)));
        _context.Tally.Step("following changes");
        await SettleAsync(cancellationToken);
    }

    /// <summary>
    /// Writers wait and the last changes are carried over. When that takes too long they go on, and it is tried again.
    /// </summary>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        var time = _context.Nodes.Time;
        long start = time.GetTimestamp();
        while (true)
        {
            WaitingSince = time.GetTimestamp();
            await _pause.BeginAsync(s_pause, cancellationToken);
            int left;
            do
            {
                left = await RoundAsync(cancellationToken);
            }
            while (left > QuietKeys && time.GetElapsedTime(WaitingSince.Value) < _context.Options.MaxPause);
            if (left <= QuietKeys)
            {
                // For the time that stopping takes.
                await _pause.BeginAsync(s_pause, cancellationToken);
                return;
            }
            await _pause.EndAsync(cancellationToken);
            WaitingSince = null;
            if (time.GetElapsedTime(start) > _context.Options.SettleTimeout) throw TooFast();
            await SettleAsync(cancellationToken);
        }
    }

    /// <summary>
    /// After the old proxies have ended: what they sent and no server has run is thrown away, and what was run is
    /// carried over. From then on nobody has written.
    /// </summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_context.Members.Select(member =>
            RingClients.EndOthersAsync(_claim, member, _claim.Name, cancellationToken)));
        await _pause.EndAsync(cancellationToken);
        await RoundsToTheEndAsync(cancellationToken);
        foreach (var carrier in _carriers) carrier.LookAtDoubtful();
        await RoundsToTheEndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _pause.DisposeAsync();
        foreach (var tracker in _trackers) await tracker.DisposeAsync();
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        var time = _context.Nodes.Time;
        long start = time.GetTimestamp();
        while (true)
        {
            long round = time.GetTimestamp();
            int keys = await RoundAsync(cancellationToken);
            if (keys <= QuietKeys || time.GetElapsedTime(round) < s_shortRound) return;
            if (time.GetElapsedTime(start) > _context.Options.SettleTimeout) throw TooFast();
        }
    }

    private async Task RoundsToTheEndAsync(CancellationToken cancellationToken)
    {
        for (int i = 0; await RoundAsync(cancellationToken) > 0; i++)
        {
            if (i == MaxLastRounds) throw TooFast();
        }
    }

    /// <summary>Takes in everything that was changed until now, and carries it over.</summary>
    private async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_trackers.Select(tracker => tracker.CatchUpAsync(cancellationToken)));
        var counts = await Task.WhenAll(_carriers.Select(carrier => carrier.CarryChangedAsync(cancellationToken)));
        return counts.Sum();
    }

    private static DiagnosticException TooFast() => new(new Diagnostic("RI3451", "the move",
        "clients change keys faster than they are carried over",
        "writers would have to wait for longer than is allowed", "Run it again when less is written; without --gentle, "
            + "or with a bigger --budget-ms it is faster"));
}

namespace RedisInfra.Admin.Migration;

/// <summary>
/// The two ways in which a move ends early. Stop: nothing new begins, what is open is finished when that is a matter
/// of seconds. Abort: some seconds later, or when nothing goes forward, even commands that are out are given up.
/// </summary>
internal sealed class MoveStop : IDisposable
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);
    private readonly CancellationToken _asked;
    private readonly CancellationTokenSource _whole;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _abort;
    private readonly CancellationTokenRegistration _registration;
    private string? _stalled;

    public MoveStop(TimeProvider time, TimeSpan timeout, CancellationToken asked)
    {
        _asked = asked;
        _whole = new CancellationTokenSource(timeout, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(asked, _whole.Token);
        _abort = new CancellationTokenSource(System.Threading.Timeout.InfiniteTimeSpan, time);
        _registration = _stop.Token.UnsafeRegister(
            static abort => ((CancellationTokenSource)abort!).CancelAfter(s_grace), _abort);
    }

    public CancellationToken Stop => _stop.Token;

    public CancellationToken Abort => _abort.Token;

    /// <summary>Why it ends, as a clause.</summary>
    public string Reason => _asked.IsCancellationRequested ? "it was cancelled"
        : _stalled ?? "the time for the whole is used up";

    /// <summary>Gives up because nothing goes forward.</summary>
    public void Stall(string reason)
    {
        _stalled ??= reason;
        _stop.Cancel();
        _abort.Cancel();
    }

    public void Dispose()
    {
        _registration.Dispose();
        _stop.Dispose();
        _whole.Dispose();
        _abort.Dispose();
    }
}

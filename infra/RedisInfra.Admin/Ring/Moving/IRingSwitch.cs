namespace RedisInfra.Admin.Ring.Moving;

/// <summary>
/// The proxies of a ring that changes. Both methods may be called again after they were done, and after a run that was
/// killed in the middle of one: then they make sure that it is so.
/// </summary>
public interface IRingSwitch
{
    /// <summary>
    /// Soon the old proxies are to be stopped. Whatever has to be written to servers for that is written now: when
    /// <see cref="StopOldAsync"/> is called, writers may have to wait.
    /// </summary>
    Task AnnounceStopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Ends the proxies that have the old ring. Returns when none of them can send anything to a server any more, and
    /// none comes back by itself: no acknowledged write is lost because of this, and of nothing else.
    /// </summary>
    /// <exception cref="IOException">It can't be done; the move stops, and can be run again.</exception>
    Task StopOldAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Lets clients reach the proxies that have the new ring, which are to be ready before: clients wait meanwhile.
    /// Returns when they do.
    /// </summary>
    /// <exception cref="IOException">It can't be done; the move stops, and can be run again.</exception>
    Task StartNewAsync(CancellationToken cancellationToken);
}

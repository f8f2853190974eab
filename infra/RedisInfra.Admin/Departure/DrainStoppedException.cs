using RedisInfra.Model.Departure;

namespace RedisInfra.Admin.Departure;

/// <summary>
/// Letting members leave didn't come to its end. What was done stays, nothing is lost, and the next run goes on.
/// </summary>
public sealed class DrainStoppedException(
    string cluster, string reason, IReadOnlyList<DepartureStep> done, Exception? inner = null)
    : Exception($"RI3320 Redis Cluster \"{cluster}\": letting members leave stopped: {reason}. {Words(done)}. "
        + "Running again continues from there.", inner)
{
    /// <summary>The steps that were taken.</summary>
    public IReadOnlyList<DepartureStep> Done { get; } = done;

    private static string Words(IReadOnlyList<DepartureStep> done) => done.Count == 0 ? "No step was finished"
        : $"{done.Count} step(s) were done and stay ({DrainWords.Summary(done)})";
}

using RedisInfra.Model.Formation;

namespace RedisInfra.Admin.Formation;

/// <summary>Forming didn't come to its end in time. What was done stays and is taken up by the next run.</summary>
public sealed class FormationFailedException(
    string cluster, string reason, IReadOnlyList<FormationStep> done, Exception? inner = null)
    : Exception(Words(cluster, reason, done), inner)
{
    /// <summary>The steps that were taken.</summary>
    public IReadOnlyList<FormationStep> Done { get; } = done;

    private static string Words(string cluster, string reason, IReadOnlyList<FormationStep> done)
    {
        string what = done.Count == 0
            ? "Nothing was changed"
            : $"{done.Count} step(s) were done ({FormationWords.Summary(done)}) and stay";
        string where = $"RI3020 Redis Cluster \"{cluster}\"";
        return $"{where} isn't formed: {reason}. {what}. Running again continues from there.";
    }
}

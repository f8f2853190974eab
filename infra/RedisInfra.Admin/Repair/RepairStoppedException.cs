using RedisInfra.Model.Repair;

namespace RedisInfra.Admin.Repair;

/// <summary>A repair ended early. What was done stays, each step is whole, and the next run goes on.</summary>
public sealed class RepairStoppedException(
    string where, string reason, IReadOnlyList<RepairStep> done, Exception inner)
    : Exception($"RI3409 {where}: the repair stopped: {reason.TrimEnd('.')}. {Words(done)}. Running again continues "
        + "from there.", inner)
{
    /// <summary>The steps that were taken.</summary>
    public IReadOnlyList<RepairStep> Done { get; } = done;

    private static string Words(IReadOnlyList<RepairStep> done) => done.Count == 0 ? "No step was taken"
        : $"{done.Count} step(s) were taken and stay";
}

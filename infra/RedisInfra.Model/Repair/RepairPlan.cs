using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Repair;

/// <summary>What is wrong with a cluster: what is set right, and what isn't touched.</summary>
/// <param name="Steps">What is provably safe to do now. Look again afterwards: more may have become certain.</param>
/// <param name="Left">What isn't done, why, and what a person can do about it.</param>
/// <param name="Waiting">What still settles by itself, as a clause; null when nothing does.</param>
public sealed record RepairPlan(
    ImmutableArray<RepairStep> Steps, ImmutableArray<Diagnostic> Left, string? Waiting)
{
    /// <summary>Whether nothing is wrong: neither to do, nor left, nor settling.</summary>
    public bool IsSound => Steps.IsEmpty && Waiting is null && Left.All(found => found.Severity != Severity.Error);
}

using System.Collections.Immutable;
using RedisInfra.Model.Diagnostics;
using RedisInfra.Model.Repair;

namespace RedisInfra.Admin.Repair;

/// <summary>What a repair did, and what it didn't.</summary>
/// <param name="Done">The steps that were taken.</param>
/// <param name="Left">What is wrong and wasn't touched, or hasn't settled.</param>
/// <param name="Elapsed">From the first look to the last.</param>
public sealed record RepairOutcome(
    ImmutableArray<RepairStep> Done, ImmutableArray<Diagnostic> Left, TimeSpan Elapsed)
{
    /// <summary>Whether nothing is wrong any more; warnings may be left.</summary>
    public bool IsSound => Left.All(found => found.Severity != Severity.Error);
}

using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Rebalancing.Reports;

/// <summary>A finding in a <see cref="PlanDocument"/>.</summary>
/// <param name="Code">RI and four digits.</param>
/// <param name="Severity">info, warning or error.</param>
/// <param name="Where">The place.</param>
/// <param name="What">What is there.</param>
/// <param name="Why">Why that can't be.</param>
/// <param name="Fix">What to do.</param>
public sealed record FindingItem(string Code, string Severity, string Where, string What, string Why, string Fix)
{
    /// <summary>The item of a finding.</summary>
    public static FindingItem Of(Diagnostic found) => new(found.Code, found.Severity.ToString().ToLowerInvariant(),
        found.Where, found.What, found.Why, found.Fix);
}

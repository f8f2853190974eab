using RedisInfra.Model.Diagnostics;

namespace RedisInfra.Model.Health;

/// <summary>One thing that isn't as it should be in a cluster.</summary>
/// <param name="Code">What kind.</param>
/// <param name="Member">The member it was seen at, or "" when it concerns all.</param>
/// <param name="What">What is the case, as a clause.</param>
/// <param name="Severity">An error keeps the cluster from being called healthy.</param>
public sealed record HealthFinding(HealthCode Code, string Member, string What, Severity Severity = Severity.Error)
{
    /// <summary>"member: what".</summary>
    public override string ToString() => Member.Length == 0 ? What : $"{Member}: {What}";
}

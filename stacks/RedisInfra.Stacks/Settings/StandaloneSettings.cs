using RedisInfra.Components.Standalone;

namespace RedisInfra.Stacks.Settings;

/// <summary>An entry of <c>redis-infra:redis</c> that is one server.</summary>
internal sealed record StandaloneSettings : DeploymentSettings
{
    public RedisStandaloneWorkload? Workload { get; init; }
    public ServerSettings Servers { get; init; } = new();

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

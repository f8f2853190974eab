using System.Collections.Immutable;

namespace RedisInfra.Stacks.Settings;

/// <summary>An entry of <c>redis-infra:redis</c> that is a master, replicas and Sentinels.</summary>
internal sealed record SentinelSettings : DeploymentSettings
{
    public int? Members { get; init; }
    public int? Sentinels { get; init; }
    public int? Quorum { get; init; }
    public TimeSpan? DownAfter { get; init; }
    public TimeSpan? FailoverTimeout { get; init; }
    public int? MinReplicasToWrite { get; init; }
    public string? SentinelPassword { get; init; }
    public ImmutableArray<UserSettings> Users { get; init; } = [];
    public ImmutableArray<UserSettings> SentinelUsers { get; init; } = [];
    public ResourceSettings SentinelResources { get; init; } = new();
    public ServerSettings Servers { get; init; } = new();

    /// <summary>Null: none, and then no Service for writes or reads either.</summary>
    public ProxySettings? Proxy { get; init; } = new();
    public ServiceSettings ReadService { get; init; } = new();
    public ServiceSettings SentinelService { get; init; } = new();

    /// <inheritdoc/>
    public override IEnumerable<(string Key, int Port)> NodePorts =>
        PortsOf(("service", Service), ("readService", ReadService), ("sentinelService", SentinelService));

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

using System.Collections.Immutable;
using RedisInfra.Components.Twemproxy;

namespace RedisInfra.Stacks.Settings;

/// <summary>An entry of <c>redis-infra:redis</c> that is twemproxy with its pools.</summary>
internal sealed record TwemproxySettings : DeploymentSettings
{
    /// <summary>Ordered by name.</summary>
    public ImmutableArray<RingSettings> Pools { get; init; } = [];
    public ProxySettings Proxy { get; init; } = new();

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}

/// <summary>The key <c>proxy</c>.</summary>
internal sealed record ProxySettings
{
    public int? Replicas { get; init; }
    public string? Image { get; init; }
    public ResourceSettings Resources { get; init; } = new();
    public int? MbufBytes { get; init; }
    public int? StatsPort { get; init; }
}

/// <summary>An entry of <c>pools</c>.</summary>
internal sealed record RingSettings(string Name)
{
    public int? Port { get; init; }
    public int? Shards { get; init; }
    public int? Replicas { get; init; }
    public TwemproxyHash? Hash { get; init; }
    public TwemproxyDistribution? Distribution { get; init; }

    /// <summary>Empty: none.</summary>
    public string? HashTag { get; init; }
    public ImmutableDictionary<int, int> Weights { get; init; } = ImmutableDictionary<int, int>.Empty;
    public TwemproxyRingChange? OnRingChange { get; init; }
    public TimeSpan? Timeout { get; init; }

    /// <summary>True when it is said that there is none.</summary>
    public bool WaitsForEver { get; init; }
    public TwemproxyEjection? Ejection { get; init; }
    public bool? Preconnect { get; init; }
    public ImmutableArray<string> ClientCommands { get; init; } = [];
    public ServerSettings Servers { get; init; } = new();
}

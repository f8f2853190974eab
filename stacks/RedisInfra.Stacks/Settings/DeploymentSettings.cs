using RedisInfra.Components.Cluster;

namespace RedisInfra.Stacks.Settings;

/// <summary>What every entry of <c>redis-infra:redis</c> has. Null: not said, the component's default.</summary>
internal abstract record DeploymentSettings
{
    public required string Name { get; init; }
    public string? Image { get; init; }
    public string? Version { get; init; }
    public string? Namespace { get; init; }
    public string? Password { get; init; }
    public RedisSpread? Spread { get; init; }
    public string? TopologyKey { get; init; }
    public ServiceSettings Service { get; init; } = new();
    public PodSettings Pod { get; init; } = new();

    /// <summary>Null: nothing is monitored.</summary>
    public MonitoringSettings? Monitoring { get; init; }
    public string? ClusterDomain { get; init; }

    /// <summary>Every node port that it asks for, with the key that says so.</summary>
    public virtual IEnumerable<(string Key, int Port)> NodePorts => PortsOf(("service", Service));

    protected static IEnumerable<(string Key, int Port)> PortsOf(params (string Key, ServiceSettings Value)[] services)
    {
        foreach (var (key, service) in services)
            if (service.NodePort is { } port)
                yield return ($"{key}.nodePort", port);
    }

    /// <summary>Says what there is without the password: records print all they hold.</summary>
    public override string ToString() => $"redis \"{Name}\"";
}

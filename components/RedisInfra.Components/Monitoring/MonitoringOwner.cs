namespace RedisInfra.Components.Monitoring;

/// <summary>Whose the Prometheus operator's objects are, and where they go.</summary>
/// <param name="Name">The component's.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Place">The objects' namespace.</param>
/// <param name="Labels">Of the objects, as they were asked for.</param>
/// <param name="OwnLabels">Of the objects, besides these.</param>
internal sealed record MonitoringOwner(
    string Name, string Namespace, string Place, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> OwnLabels);

namespace RedisInfra.Components.Cluster;

/// <summary>What a node calls the others when it redirects a client (<c>cluster-preferred-endpoint-type</c>).</summary>
public enum RedisEndpointType
{
    /// <summary>Addresses: every client copes with them. A client refreshes them when a pod has moved.</summary>
    Ip,

    /// <summary>Stable DNS names: for clients that check names in certificates.</summary>
    Hostname,
}

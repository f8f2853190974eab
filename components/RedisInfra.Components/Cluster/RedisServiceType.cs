namespace RedisInfra.Components.Cluster;

/// <summary>How the client Service is published.</summary>
public enum RedisServiceType
{
    /// <summary>Inside the Kubernetes cluster.</summary>
    ClusterIP,

    /// <summary>On a port of every node.</summary>
    NodePort,

    /// <summary>
    /// Through the cloud's load balancer. Redirects still name pods, so clients must reach these too.
    /// </summary>
    LoadBalancer,
}
